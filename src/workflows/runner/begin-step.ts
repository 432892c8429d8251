import type { StepRecord } from '../../domain/operation.ts';
import type { Activation } from './activation.ts';
import { describeQueue } from './describe-queue.ts';
import { pollIntervalMs } from './poll.ts';
import type { Step } from './workflow.ts';

/**
 * Records that a step is begun, or its undoing, before it acts; first it stands in line for its lock. A step that is
 * `running` or `undoing` has its lock, unless it has let go of it. Answers `begun`, or the domain time after which to look at the line again.
 */
export async function beginStep(activation: Activation, step: Step): Promise<'begun' | number> {
  const { clock } = activation.deps;
  const record = activation.step(step.name);
  const isBack = activation.operation.direction === 'back';
  if (record.status === (isBack ? 'undoing' : 'running')) return 'begun';
  const now = clock.now();
  if (step.lock && !(await takeLock({ activation, step, lock: step.lock }))) {
    return pollIntervalMs(clock.elapsed(activation.startedAtMs(step.name)));
  }
  const fresh: StepRecord = {
    ...record,
    attempts: 0,
    waitingFor: undefined,
    needsPerson: undefined,
    hasLetGo: undefined,
  };
  await activation.commit({
    steps: {
      [step.name]: isBack
        ? { ...fresh, status: 'undoing', undoStartedAtMs: now }
        : { ...fresh, status: 'running', intendedAtMs: record.intendedAtMs ?? now, startedAtMs: now },
    },
    audit: [{ what: isBack ? 'step.undo-begun' : 'step.begun', details: { step: step.name } }],
  });
  return 'begun';
}

async function takeLock(run: { activation: Activation; step: Step; lock: string }): Promise<boolean> {
  const { activation, step, lock } = run;
  const { store, clock } = activation.deps;
  const holder = activation.operation.id;
  const line = await store.readLock(lock);
  if (line[0] === holder) return true;
  const record = activation.step(step.name);
  const waitingFor = await describeQueue(store, line, holder);
  if (line.includes(holder) && record.waitingFor === waitingFor) return false;
  const since = activation.operation.direction === 'back' ? 'undoStartedAtMs' : 'startedAtMs';
  const queued: StepRecord = {
    ...record,
    status: 'queued',
    [since]: record.status === 'queued' ? record[since] : clock.now(),
    waitingFor,
  };
  const joined = await activation.commit({ steps: { [step.name]: queued }, also: { join: [{ lock, holder }] } });
  return joined !== 'conflict' && joined.positions[lock] === 0;
}
