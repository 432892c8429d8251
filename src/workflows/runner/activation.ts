import { type Actor, actorId } from '../../domain/actor.ts';
import type { AuditWhat } from '../../domain/audit-what.ts';
import type { HashedPlan } from '../../domain/create-plan.ts';
import { CancelledError } from '../../domain/errors.ts';
import type { Operation, OperationState, StepRecord } from '../../domain/operation.ts';
import { behind, messageId } from '../../notify/notify.ts';
import { queueOf } from '../../queue/queue.ts';
import { operationField, operationOf, stepOf } from '../../store/operation-record.ts';
import { hashedPlanSchema } from '../../store/plan-record.ts';
import type { AuditEntry, Commit, StoredRecord } from '../../store/store.ts';
import type { RunnerDeps } from './runner.ts';
import { StaleActivation, type Step } from './workflow.ts';

/** The runner as it appears in the audit log. */
export const runnerActor: Actor = { kind: 'system', name: 'runner' };

/** What one commit changes of an operation. */
export interface OperationChange {
  state?: OperationState;
  steps?: Record<string, StepRecord>;
  set?: Record<string, string>;
  audit?: { what: AuditWhat; details: Record<string, unknown> }[];
  also?: Partial<Commit>;
  /** The count of activations that never came to an end starts anew. */
  isProgress?: true;
  /** Ends the interest in the operation: nobody looks at it again by itself. */
  rest?: true;
}

/**
 * One activation of an operation: the record as this worker knows it, and the only way to change it. Every commit
 * carries the epoch that was taken at the start; when somebody has taken a newer one, StaleActivation ends it.
 */
export class Activation {
  readonly epoch: number;
  readonly deps: RunnerDeps;
  operation: Operation;
  plan: HashedPlan | undefined;
  #record: StoredRecord;
  #outline: Record<string, string> = {};

  constructor(deps: RunnerDeps, record: StoredRecord) {
    this.deps = deps;
    this.epoch = record.epoch;
    this.#record = record;
    this.operation = operationOf(record);
    this.plan = planOf(record);
  }

  step(name: string): StepRecord {
    return stepOf(this.#record, name);
  }

  /** When this try of a step began, or its undoing; now when it has not. */
  startedAtMs(name: string): number {
    const { startedAtMs, undoStartedAtMs } = this.step(name);
    return (this.operation.direction === 'back' ? undoStartedAtMs : startedAtMs) ?? this.deps.clock.now();
  }

  /** Keeps the names and titles of the steps, for whoever shows the operation, with the next commit. */
  outline(steps: Step[]): void {
    const outline = JSON.stringify(steps.map(({ name, title }) => ({ name, title })));
    const isKept = this.#record.fields[operationField.outline] === outline;
    this.#outline = isKept ? {} : { [operationField.outline]: outline };
  }

  /** Reads the record again, to see what others asked for in between (a cancel). */
  async refresh(): Promise<void> {
    this.#take(await this.#readOwn());
  }

  /** Before each changing call: throws when another worker has taken over, or somebody cancelled in between. */
  async fence(): Promise<void> {
    const record = await this.#readOwn();
    if (record.fields[operationField.cancelledBy] && this.operation.direction === 'forward') throw cancelled();
  }

  /** The same for what puts things in order after a stop, which a cancel is no reason to leave undone. */
  async fenceTidying(): Promise<void> {
    await this.#readOwn();
  }

  async #readOwn(): Promise<StoredRecord> {
    const record = await this.deps.store.read(this.operation.id);
    if (record?.epoch !== this.epoch) throw new StaleActivation();
    return record;
  }

  /**
   * Commits a change. Answers the positions in the locks joined, or `conflict` when an expectation of `also` about
   * another record did not hold (nothing was written then).
   */
  async commit(change: OperationChange): Promise<{ positions: Record<string, number> } | 'conflict'> {
    const { store, queues, clock } = this.deps;
    const id = this.operation.id;
    const set = { ...this.#outline, ...change.set, ...stepFields(change.steps) };
    const unset = change.isProgress ? { unset: [operationField.activations] } : {};
    const result = await store.commit({
      ...change.also,
      records: [
        { id, expect: { epoch: this.epoch }, set, ...unset, ...(change.state ? { state: change.state } : {}) },
        ...(change.also?.records ?? []),
      ],
      audit: [...(change.audit ?? []).map((entry) => this.#auditEntry(entry)), ...(change.also?.audit ?? [])],
      due: [
        ...(change.also?.due ?? []),
        ...(this.operation.announcement ? [behind(id, clock.now())] : []),
        ...(change.rest ? [{ id, atMs: null }] : []),
      ],
    });
    if (!result.ok) {
      if (result.id === id) throw new StaleActivation();
      return 'conflict';
    }
    this.#take({
      ...this.#record,
      rev: result.records[id]?.rev ?? this.#record.rev,
      state: change.state ?? this.#record.state,
      fields: { ...this.#record.fields, ...set },
    });
    await announceChange({
      queues,
      operation: this.operation,
      woken: result.woken,
      isNewState: change.state !== undefined,
      due: (change.also?.due ?? []).filter(({ atMs }) => atMs !== null && atMs <= clock.now()).map((row) => row.id),
    });
    return { positions: result.positions };
  }

  #auditEntry(entry: { what: AuditWhat; details: Record<string, unknown> }): AuditEntry {
    return {
      what: entry.what,
      subject: this.operation.id,
      actor: actorId(runnerActor),
      atMs: this.deps.clock.now(),
      details: { pool: this.operation.poolName, ...entry.details },
    };
  }

  #take(record: StoredRecord): void {
    this.#record = record;
    this.operation = operationOf(record);
    this.plan = planOf(record);
  }
}

/** What cannot be enqueued or promoted now is due already: the sweep or a poll finds it. */
async function announceChange(change: {
  queues: RunnerDeps['queues'];
  operation: Operation;
  woken: string[];
  isNewState: boolean;
  due: string[];
}): Promise<void> {
  const { queues, operation, woken, isNewState, due } = change;
  const message = messageId(operation.id);
  await Promise.allSettled([
    operation.announcement ? queues.enqueue('slack', message) : undefined,
    // A message that waits for its share of the edits may say at once how the operation ended.
    operation.announcement && isNewState ? queues.promote('slack', message) : undefined,
    ...woken.map((id) => queues.promote('operations', id)),
    ...due.map((id) => queues.enqueue(queueOf(id), id)),
  ]);
}

function cancelled(): CancelledError {
  return new CancelledError({ code: 'CANCELLED', publicText: 'Somebody cancelled the operation.' });
}

function stepFields(steps: Record<string, StepRecord> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(steps ?? {}).map(([name, record]) => [operationField.step(name), JSON.stringify(record)]),
  );
}

function planOf(record: StoredRecord): HashedPlan | undefined {
  const text = record.fields[operationField.plan];
  return text ? hashedPlanSchema.parse(JSON.parse(text)) : undefined;
}
