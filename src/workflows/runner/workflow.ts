/**
 * A workflow is a list of steps. The runner may call a step again at any time, also after a crash in the middle of
 * it, so every step looks before it acts, acts, and reads back; `undo` too. A step never sleeps: what is not finished
 * yet is `waiting`, and the runner calls again later. Each external call has a deadline of its own.
 */

import type { HashedPlan } from '../../domain/create-plan.ts';
import type { Facts, Operation } from '../../domain/operation.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Commit } from '../../store/store.ts';

export type StepOutcome =
  | {
      kind: 'done';
      facts: Facts;
      /** Committed together with the step's result; when one of its expectations fails the step runs again. */
      also?: Partial<Commit>;
      /** Fields of the operation's own record to set with it. */
      set?: Record<string, string>;
    }
  | {
      kind: 'waiting';
      /** For people: what it waits for. */
      for: string;
      /** Since when, so that the poll interval can grow with it. */
      sinceMs: number;
      /** What the lock was for is over: others may have it while this step goes on waiting. */
      letsGoOfLock?: boolean;
    };

export interface Step {
  /** Stable: facts, notes and audit are kept under it. */
  name: string;
  title: string;
  needs: readonly string[];
  /** Further steps of the workflow are known only when this one is done. */
  leadsOn?: true;
  /** Part of the workflow on the way back only: undone although it was never begun. */
  backOnly?: true;
  /** Held from before `ensure` until the step is done or lets go of it, and during `undo`. */
  lock?: string;
  /** Domain time for `ensure`, and again for `undo`. */
  deadlineMs: number;
  ensure(context: StepContext): Promise<StepOutcome>;
  /**
   * Takes away what the step leaves lying about when the operation stops before it is done. A failure is logged, and a
   * NeedsHumanError is shown as well. A cancel does not stop its `fence`.
   */
  tidy?(context: StepContext): Promise<void>;
  /** Absent: nothing to undo. */
  undo?(context: StepContext): Promise<StepOutcome>;
}

export interface StepContext {
  operation: Operation;
  plan: HashedPlan | undefined;
  /** Facts of another step; undefined while it is not done. */
  facts(step: string): Facts | undefined;
  /** What this step noted before. */
  notes: Facts;
  /** Whether the step still has its lock; it may have let go of it. */
  holdsLock: boolean;
  /** When this try (or this undo) began. */
  startedAtMs: number;
  /** Records an intent before acting on it. */
  note(notes: Facts): Promise<void>;
  /** Call before each changing call: throws StaleActivation when another worker has taken over. */
  fence(): Promise<void>;
  clock: Clock;
}

export interface Workflow {
  /** For the message: "create pool payments". */
  verb: string;
  steps(operation: Operation, plan: HashedPlan | undefined): Step[];
  /** Further changes, committed together with the end of the operation. */
  atEnd(end: OperationEnd): Promise<Partial<Commit>>;
}

/** An operation at its end, with the records of all its steps. */
export interface OperationEnd {
  operation: Operation;
  plan: HashedPlan | undefined;
  outcome: 'done' | 'rolled-back';
}

export function done(facts: Facts, more: { also?: Partial<Commit>; set?: Record<string, string> } = {}): StepOutcome {
  return { kind: 'done', facts, ...more };
}

export function waiting(what: string, sinceMs: number): StepOutcome {
  return { kind: 'waiting', for: what, sinceMs };
}

/** Another worker has taken the operation over; this activation must end without another word. */
export class StaleActivation extends Error {
  override name = 'StaleActivation';
}
