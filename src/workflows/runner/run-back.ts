import { TerminalError } from '../../domain/errors.ts';
import type { StepRecord } from '../../domain/operation.ts';
import type { Activation } from './activation.ts';
import { describeQueue } from './describe-queue.ts';
import { endingChange, stopOperation } from './end-operation.ts';
import { pollIntervalMs } from './poll.ts';
import { contextFor } from './step-context.ts';
import { decideOnStepError } from './step-error.ts';
import { StaleActivation, type Step, type StepOutcome } from './workflow.ts';

/**
 * Undoes every step with a recorded intent, also those without a result, one at a time in reverse order. Answers the
 * domain time until the next look, or undefined when the operation has ended or awaits a person.
 */
export async function runBack(activation: Activation): Promise<number | undefined> {
  const { operation, plan, deps } = activation;
  const steps = deps.workflows[operation.kind].steps(operation, plan);
  for (const step of steps.toReversed()) {
    const record = activation.step(step.name);
    if (record.intendedAtMs === undefined || record.status === 'undone') continue;
    const outcome = await undoStep(activation, step);
    if (outcome === 'undone') continue;
    if (outcome === 'stopped') {
      await stopOperation(activation, {
        state: activation.step(step.name).needsPerson ? 'waiting' : 'failed',
        error: JSON.stringify(activation.step(step.name).lastError),
        steps,
      });
      return undefined;
    }
    return outcome;
  }
  await activation.commit(await endingChange(activation, 'rolled-back'));
  return undefined;
}

async function undoStep(activation: Activation, step: Step): Promise<'undone' | 'stopped' | number> {
  const { clock, log } = activation.deps;
  const waitMs = await beginUndo(activation, step);
  if (waitMs !== undefined) return waitMs;
  const record = activation.step(step.name);
  try {
    const outcome = await undoInTime(activation, step);
    if (outcome.kind === 'done') {
      await activation.commit({
        steps: { [step.name]: { ...record, status: 'undone', waitingFor: undefined, endedAtMs: clock.now() } },
        audit: [{ what: 'step.undone', details: { step: step.name, facts: outcome.facts } }],
        also: leaving(activation, step),
      });
      return 'undone';
    }
    if (record.waitingFor !== outcome.for) {
      await activation.commit({ steps: { [step.name]: { ...record, waitingFor: outcome.for, attempts: 0 } } });
    }
    return pollIntervalMs(clock.elapsed(outcome.sinceMs));
  } catch (error) {
    if (error instanceof StaleActivation) throw error;
    const decision = decideOnStepError(error, { name: step.name, record, nowMs: clock.now() });
    log.warn(
      { operation: activation.operation.id, step: step.name, attempt: decision.attempts, err: error },
      'undo failed',
    );
    const failed = { ...record, attempts: decision.attempts, lastError: decision.error };
    if (decision.kind === 'retry') {
      await activation.commit({ steps: { [step.name]: failed } });
      return decision.delayMs;
    }
    await activation.commit({
      steps: { [step.name]: { ...failed, needsPerson: decision.kind === 'needs-person' } },
      audit: [{ what: 'step.undo-failed', details: { step: step.name, error: decision.error } }],
      also: leaving(activation, step),
    });
    return 'stopped';
  }
}

/** Records that undoing begins, in line for the step's lock. Answers how long to wait for the lock. */
async function beginUndo(activation: Activation, step: Step): Promise<number | undefined> {
  const { clock, store } = activation.deps;
  const record = activation.step(step.name);
  const holder = activation.operation.id;
  const undoing: StepRecord = {
    ...record,
    status: 'undoing',
    undoStartedAtMs: record.status === 'undoing' ? (record.undoStartedAtMs ?? clock.now()) : clock.now(),
    attempts: record.status === 'undoing' ? record.attempts : 0,
    needsPerson: undefined,
    waitingFor: record.status === 'undoing' ? record.waitingFor : undefined,
  };
  if (!step.lock) {
    if (record.status !== 'undoing') await activation.commit({ steps: { [step.name]: undoing } });
    return undefined;
  }
  const line = await store.readLock(step.lock);
  if (line[0] === holder && record.status === 'undoing') return undefined;
  const joined = await activation.commit({
    steps: {
      [step.name]:
        line[0] === undefined || line[0] === holder
          ? undoing
          : { ...undoing, waitingFor: await describeQueue(store, line, holder) },
    },
    also: { join: [{ lock: step.lock, holder }] },
  });
  if (joined !== 'conflict' && joined.positions[step.lock] === 0) return undefined;
  return pollIntervalMs(clock.elapsed(undoing.undoStartedAtMs ?? clock.now()));
}

function undoInTime(activation: Activation, step: Step): Promise<StepOutcome> | StepOutcome {
  const { clock } = activation.deps;
  const startedAtMs = activation.step(step.name).undoStartedAtMs ?? clock.now();
  if (clock.elapsed(startedAtMs) > step.deadlineMs) {
    throw new TerminalError({
      code: 'STEP_TIMED_OUT',
      publicText: `Undoing "${step.title}" did not finish within ${Math.round(step.deadlineMs / 60_000)} minutes. Roll back again to go on from here.`,
    });
  }
  return step.undo ? step.undo(contextFor(activation, step, startedAtMs)) : { kind: 'done', facts: {} };
}

function leaving(activation: Activation, step: Step) {
  return step.lock ? { leave: [{ lock: step.lock, holder: activation.operation.id }] } : {};
}
