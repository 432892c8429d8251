import { CancelledError, TerminalError } from '../../domain/errors.ts';
import type { StepRecord } from '../../domain/operation.ts';
import type { Activation, OperationChange } from './activation.ts';
import { describeQueue } from './describe-queue.ts';
import { bothChanges, endingChange } from './end-operation.ts';
import { pollIntervalMs } from './poll.ts';
import { contextFor } from './step-context.ts';
import { decideOnStepError } from './step-error.ts';
import { StaleActivation, type Step, type StepOutcome } from './workflow.ts';

interface StepRun {
  activation: Activation;
  step: Step;
  /** All steps of the workflow: the last one to be done ends the operation in the same commit. */
  steps: Step[];
}

/** Runs a step once. Answers `progress`, or the domain time after which to look again. */
export async function runStep(run: StepRun): Promise<'progress' | number> {
  const begun = await beginStep(run);
  if (begun !== 'begun') return begun;
  try {
    return await settle(run, await ensureInTime(run));
  } catch (error) {
    if (error instanceof StaleActivation) throw error;
    // It acts no further; the next round sees who cancelled and stops the operation.
    if (error instanceof CancelledError) return 'progress';
    return onError(run, error);
  }
}

/** Records that the step is begun before it acts, and waits in line for its lock. */
async function beginStep({ activation, step }: StepRun): Promise<'begun' | number> {
  const { clock } = activation.deps;
  const record = activation.step(step.name);
  if (record.status === 'running') return 'begun';
  const now = clock.now();
  const holder = activation.operation.id;
  const running: StepRecord = {
    ...record,
    status: 'running',
    intendedAtMs: record.intendedAtMs ?? now,
    startedAtMs: now,
    waitingFor: undefined,
  };
  if (step.lock && !(await takeLock({ activation, step, record })))
    return pollIntervalMs(clock.elapsed(record.startedAtMs ?? now));
  await activation.commit({
    steps: { [step.name]: running },
    audit: [{ what: 'step.begun', details: { step: step.name, holder } }],
  });
  return 'begun';
}

async function takeLock(run: { activation: Activation; step: Step; record: StepRecord }): Promise<boolean> {
  const { activation, step, record } = run;
  const lock = step.lock ?? '';
  const { store, clock } = activation.deps;
  const line = await store.readLock(lock);
  if (line[0] === activation.operation.id) return true;
  const queued: StepRecord = {
    ...record,
    status: 'queued',
    startedAtMs: record.startedAtMs ?? clock.now(),
    waitingFor: await describeQueue(store, line, activation.operation.id),
  };
  const unchanged = line.includes(activation.operation.id) && record.waitingFor === queued.waitingFor;
  if (unchanged) return false;
  const joined = await activation.commit({
    steps: { [step.name]: queued },
    also: { join: [{ lock, holder: activation.operation.id }] },
  });
  return joined !== 'conflict' && joined.positions[lock] === 0;
}

function ensureInTime({ activation, step }: StepRun): Promise<StepOutcome> {
  const { clock } = activation.deps;
  const record = activation.step(step.name);
  if (clock.elapsed(record.startedAtMs ?? clock.now()) > step.deadlineMs) {
    throw new TerminalError({
      code: 'STEP_TIMED_OUT',
      publicText: `"${step.title}" did not finish within ${Math.round(step.deadlineMs / 60_000)} minutes${record.waitingFor ? `; it was waiting for ${record.waitingFor}` : ''}. Retry goes on from here.`,
    });
  }
  return step.ensure(contextFor(activation, step, record.startedAtMs ?? clock.now()));
}

async function settle(run: StepRun, outcome: StepOutcome): Promise<'progress' | number> {
  const { activation, step } = run;
  const { clock } = activation.deps;
  const record = activation.step(step.name);
  if (outcome.kind === 'waiting') {
    if (record.waitingFor !== outcome.for || record.attempts > 0) {
      const waitingRecord = { ...record, waitingFor: outcome.for, attempts: 0, lastError: undefined };
      await activation.commit({ steps: { [step.name]: waitingRecord } });
    }
    return pollIntervalMs(clock.elapsed(outcome.sinceMs));
  }
  const finished: StepRecord = {
    ...record,
    status: 'done',
    endedAtMs: clock.now(),
    attempts: 0,
    waitingFor: undefined,
    lastError: undefined,
    facts: outcome.facts,
  };
  const change: OperationChange = {
    steps: { [step.name]: finished },
    ...(outcome.set ? { set: outcome.set } : {}),
    audit: [{ what: 'step.done', details: { step: step.name, facts: outcome.facts } }],
    also: withLeave(outcome.also ?? {}, run),
  };
  const isLast =
    !step.leadsOn && run.steps.every(({ name }) => name === step.name || activation.step(name).status === 'done');
  const committed = await activation.commit(
    isLast
      ? bothChanges(change, await endingChange(activation, 'done', { name: step.name, record: finished }))
      : change,
  );
  return committed === 'conflict' ? 0 : 'progress';
}

async function onError(run: StepRun, error: unknown): Promise<'progress' | number> {
  const { activation, step } = run;
  const { clock, log } = activation.deps;
  const record = activation.step(step.name);
  const decision = decideOnStepError(error, { name: step.name, record, nowMs: clock.now() });
  log.warn(
    { operation: activation.operation.id, step: step.name, attempt: decision.attempts, err: error },
    'step failed',
  );
  const failed: StepRecord = { ...record, attempts: decision.attempts, lastError: decision.error };
  if (decision.kind === 'retry') {
    const known = record.lastError?.code === decision.error.code && record.attempts === decision.attempts;
    if (!known) await activation.commit({ steps: { [step.name]: failed } });
    return decision.delayMs;
  }
  await activation.commit({
    steps: { [step.name]: { ...failed, status: 'failed', needsPerson: decision.kind === 'needs-person' } },
    audit: [{ what: 'step.failed', details: { step: step.name, error: decision.error } }],
    also: withLeave({}, run),
  });
  return 'progress';
}

function withLeave(also: NonNullable<OperationChange['also']>, { activation, step }: StepRun) {
  if (!step.lock) return also;
  return { ...also, leave: [...(also.leave ?? []), { lock: step.lock, holder: activation.operation.id }] };
}
