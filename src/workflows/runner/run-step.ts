import { CancelledError, isKnownError, TerminalError } from '../../domain/errors.ts';
import type { StepRecord } from '../../domain/operation.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Activation, OperationChange } from './activation.ts';
import { beginStep } from './begin-step.ts';
import { bothChanges, endingChange } from './end-operation.ts';
import { conflictDelayMs, pollIntervalMs } from './poll.ts';
import { contextFor } from './step-context.ts';
import { decideOnStepError } from './step-error.ts';
import { StaleActivation, type Step, type StepOutcome } from './workflow.ts';

/** Wire time that every step has: enough for its calls on a busy machine. */
const shortestWireMs = 10_000;

interface StepRun {
  activation: Activation;
  step: Step;
  /** All steps of the workflow: the last one to be done ends the operation in the same commit. */
  steps: Step[];
}

/** `progress`: done, undone or failed; `cancelled`; or the domain time after which to look again. */
export type StepResult = 'progress' | 'cancelled' | number;

/** Calls a step's `ensure` once, or on the way back its `undo`, and commits what comes of it. */
export async function runStep(run: StepRun): Promise<StepResult> {
  const begun = await beginStep(run.activation, run.step);
  if (begun !== 'begun') return begun;
  let outcome: StepOutcome;
  try {
    outcome = await callInTime(run);
  } catch (error) {
    return settleError(run, error);
  }
  return outcome.kind === 'waiting' ? settleWaiting(run, outcome) : settleDone(run, outcome);
}

async function callInTime({ activation, step }: StepRun): Promise<StepOutcome> {
  const startedAtMs = activation.startedAtMs(step.name);
  const isBack = activation.operation.direction === 'back';
  if (isOverdue(activation.deps.clock, { startedAtMs, deadlineMs: step.deadlineMs })) {
    const { waitingFor } = activation.step(step.name);
    throw new TerminalError({
      code: 'STEP_TIMED_OUT',
      publicText: `${isBack ? 'Undoing ' : ''}"${step.title}" did not finish within ${Math.round(step.deadlineMs / 60_000)} minutes${waitingFor ? `; it was waiting for ${waitingFor}` : ''}. Retry goes on from here.`,
    });
  }
  const context = contextFor(activation, step, startedAtMs);
  if (!isBack) return step.ensure(context);
  return step.undo ? step.undo(context) : { kind: 'done', facts: {} };
}

/** A clock that runs fast does not make calls faster: a step is given its wire time whatever the scale. */
function isOverdue(clock: Clock, step: { startedAtMs: number; deadlineMs: number }): boolean {
  return clock.elapsed(step.startedAtMs) > step.deadlineMs && clock.now() - step.startedAtMs > shortestWireMs;
}

async function settleWaiting(run: StepRun, outcome: StepOutcome & { kind: 'waiting' }): Promise<number> {
  const { activation, step } = run;
  const record = activation.step(step.name);
  const letsGo = outcome.letsGoOfLock === true && step.lock !== undefined && record.hasLetGo !== true;
  if (letsGo || record.waitingFor !== outcome.for || record.attempts > 0) {
    const waiting = { ...record, waitingFor: outcome.for, attempts: 0, lastError: undefined };
    await activation.commit({
      steps: { [step.name]: letsGo ? { ...waiting, hasLetGo: true } : waiting },
      also: letsGo ? withLeave({}, run) : {},
    });
  }
  return pollIntervalMs(activation.deps.clock.elapsed(outcome.sinceMs));
}

async function settleDone(run: StepRun, outcome: StepOutcome & { kind: 'done' }): Promise<StepResult> {
  const { activation, step, steps } = run;
  const { clock } = activation.deps;
  const isBack = activation.operation.direction === 'back';
  const finished: StepRecord = {
    ...activation.step(step.name),
    status: isBack ? 'undone' : 'done',
    endedAtMs: clock.now(),
    attempts: 0,
    waitingFor: undefined,
    lastError: undefined,
    ...(isBack ? {} : { facts: outcome.facts }),
  };
  const change: OperationChange = {
    steps: { [step.name]: finished },
    set: outcome.set ?? {},
    audit: [{ what: isBack ? 'step.undone' : 'step.done', details: { step: step.name, facts: outcome.facts } }],
    also: withLeave(outcome.also ?? {}, run),
    isProgress: true,
  };
  const isLast =
    !isBack &&
    !step.leadsOn &&
    steps.every(({ name }) => name === step.name || activation.step(name).status === 'done');
  const committed = await activation.commit(
    isLast
      ? bothChanges(change, await endingChange(activation, 'done', { name: step.name, record: finished }))
      : change,
  );
  return committed === 'conflict' ? conflictDelayMs(clock.elapsed(activation.startedAtMs(step.name))) : 'progress';
}

async function settleError(run: StepRun, error: unknown): Promise<StepResult> {
  const { activation, step } = run;
  const { operation, deps } = activation;
  // What is written is not known: only a new activation, which shuts late writes of this one out, may go on.
  if (isKnownError(error) && error.code === 'STORE_UNAVAILABLE') throw error;
  if (error instanceof StaleActivation) throw error;
  if (error instanceof CancelledError && operation.direction === 'forward') return 'cancelled';
  const record = activation.step(step.name);
  const decision = decideOnStepError(error, { name: step.name, record, nowMs: deps.clock.now() });
  const about = { operation: operation.id, step: step.name, attempt: decision.attempts, err: error };
  deps.log.warn(about, operation.direction === 'back' ? 'undo failed' : 'step failed');
  const failed: StepRecord = { ...record, attempts: decision.attempts, lastError: decision.error };
  if (decision.kind === 'retry') {
    const isKnown = record.lastError?.code === decision.error.code && record.attempts === decision.attempts;
    if (!isKnown) await activation.commit({ steps: { [step.name]: failed } });
    return decision.delayMs;
  }
  const what = operation.direction === 'back' ? 'step.undo-failed' : 'step.failed';
  await activation.commit({
    steps: { [step.name]: { ...failed, status: 'failed', needsPerson: decision.kind === 'needs-person' } },
    audit: [{ what, details: { step: step.name, error: decision.error } }],
    also: withLeave({}, run),
  });
  return 'progress';
}

function withLeave(also: NonNullable<OperationChange['also']>, { activation, step }: StepRun) {
  if (!step.lock) return also;
  return { ...also, leave: [...(also.leave ?? []), { lock: step.lock, holder: activation.operation.id }] };
}
