import { NeedsHumanError } from '../../domain/errors.ts';
import type { RecordedError, StepRecord, StepStatus } from '../../domain/operation.ts';
import { endedIndex, operationField, unfinishedIndex } from '../../store/operation-record.ts';
import type { Commit } from '../../store/store.ts';
import type { Activation, OperationChange } from './activation.ts';
import { contextFor } from './step-context.ts';
import type { Step } from './workflow.ts';

/** So many ended operations can be listed. */
const endedKept = 100;

/** The change that ends an operation; `lastStep` is as it will be when both are committed together. */
export async function endingChange(
  activation: Activation,
  outcome: 'done' | 'rolled-back',
  lastStep?: { name: string; record: StepRecord },
): Promise<OperationChange> {
  const { clock, workflows } = activation.deps;
  const { plan } = activation;
  const steps = activation.operation.steps.map((step) =>
    step.name === lastStep?.name ? { ...step, record: lastStep.record } : step,
  );
  const operation = { ...activation.operation, steps };
  const also = await workflows[operation.kind].atEnd({ operation, plan, outcome });
  const now = clock.now();
  return {
    state: outcome,
    set: { [operationField.endedAtMs]: String(now), [operationField.error]: '' },
    audit: [{ what: `operation.${outcome}`, details: {} }],
    also: bothCommits(also, {
      removeFrom: [{ index: unfinishedIndex, id: operation.id }],
      addTo: [{ index: endedIndex, id: operation.id, atMs: now, keep: endedKept }],
    }),
    rest: true,
  };
}

/** Stops the operation at a step that failed: for a person, or until somebody retries. */
export function stopAtFailure(activation: Activation, at: { failed: StepRecord; steps: Step[] }): Promise<undefined> {
  return stopOperation(activation, {
    state: at.failed.needsPerson ? 'waiting' : 'failed',
    error: at.failed.lastError,
    steps: at.steps,
  });
}

/**
 * Ends the operation before its steps are through, with every lock given back. A step in the middle of its work is
 * pending again: going on begins it anew, in line for its lock and with its whole deadline.
 */
export async function stopOperation(
  activation: Activation,
  stop: { state: 'failed' | 'waiting' | 'cancelled'; error: RecordedError | undefined; steps: Step[] },
): Promise<undefined> {
  const holder = activation.operation.id;
  const error = inOne([stop.error, ...(await tidySteps(activation, stop.steps))]);
  await activation.commit({
    state: stop.state,
    steps: Object.fromEntries(
      stop.steps
        .map(({ name }) => [name, activation.step(name)] as const)
        .filter(([, { status }]) => inWork.has(status))
        .map(([name, record]) => [name, { ...record, status: 'pending', waitingFor: undefined }]),
    ),
    set: { [operationField.error]: error ? JSON.stringify(error) : '' },
    audit: [{ what: `operation.${stop.state}`, details: error ? { error } : {} }],
    also: { leave: stop.steps.flatMap(({ lock }) => (lock ? [{ lock, holder }] : [])) },
    rest: true,
  });
}

const inWork: ReadonlySet<StepStatus> = new Set(['queued', 'running', 'undoing']);

/** The first with the texts of all, so that none of them is lost. */
function inOne(errors: (RecordedError | undefined)[]): RecordedError | undefined {
  const all = errors.filter((error) => error !== undefined);
  return all[0] && { ...all[0], text: all.map(({ text }) => text).join(' ') };
}

/**
 * Steps that were begun and are not done take away what they left lying about; a failure is logged, not fatal. Answers
 * what is left for a person.
 */
async function tidySteps(activation: Activation, steps: Step[]): Promise<RecordedError[]> {
  const { clock, log } = activation.deps;
  const forPeople: RecordedError[] = [];
  const left = steps.filter(({ name, tidy }) => {
    const { intendedAtMs, status } = activation.step(name);
    return tidy && intendedAtMs !== undefined && status !== 'done' && status !== 'undone';
  });
  for (const step of left) {
    const { startedAtMs } = activation.step(step.name);
    try {
      const context = contextFor(activation, step, startedAtMs ?? clock.now());
      await step.tidy?.({ ...context, fence: () => activation.fenceTidying() });
    } catch (err) {
      log.warn({ operation: activation.operation.id, step: step.name, err }, 'tidying a step failed');
      if (err instanceof NeedsHumanError) {
        forPeople.push({ code: err.code, text: err.publicText, step: step.name, atMs: clock.now() });
      }
    }
  }
  return forPeople;
}

/** Two changes as one. */
export function bothChanges(first: OperationChange, second: OperationChange): OperationChange {
  return {
    ...first,
    ...second,
    set: { ...first.set, ...second.set },
    steps: { ...first.steps, ...second.steps },
    audit: [...(first.audit ?? []), ...(second.audit ?? [])],
    also: bothCommits(first.also ?? {}, second.also ?? {}),
  };
}

function bothCommits(first: Partial<Commit>, second: Partial<Commit>): Partial<Commit> {
  return {
    records: [...(first.records ?? []), ...(second.records ?? [])],
    audit: [...(first.audit ?? []), ...(second.audit ?? [])],
    join: [...(first.join ?? []), ...(second.join ?? [])],
    leave: [...(first.leave ?? []), ...(second.leave ?? [])],
    due: [...(first.due ?? []), ...(second.due ?? [])],
    addTo: [...(first.addTo ?? []), ...(second.addTo ?? [])],
    removeFrom: [...(first.removeFrom ?? []), ...(second.removeFrom ?? [])],
  };
}
