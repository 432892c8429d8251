import type { OperationKind } from '../../domain/operation.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { JobHandler, Next, Queues } from '../../queue/queue.ts';
import { operationField } from '../../store/operation-record.ts';
import type { Store, StoredRecord } from '../../store/store.ts';
import { Activation } from './activation.ts';
import { parkOperation } from './park-operation.ts';
import { attemptLimit } from './poll.ts';
import { runBack } from './run-back.ts';
import { runForward } from './run-forward.ts';
import { StaleActivation, type Workflow } from './workflow.ts';

export interface RunnerDeps {
  store: Store;
  queues: Queues;
  clock: Clock;
  log: Logger;
  workflows: Record<OperationKind, Workflow>;
}

/** How long after an activation began (wire time) the sweep looks at the operation again by itself. */
const lookAgainMs = 25_000;

/**
 * Runs one activation of an operation: takes a new epoch, executes every step that is ready, commits each result as
 * it arrives, and answers when to look again. Nothing is thrown: what goes wrong here heals by the due sweep.
 */
export function createRunner(deps: RunnerDeps): JobHandler {
  return async (id) => {
    try {
      return await activate(deps, id);
    } catch (error) {
      if (error instanceof StaleActivation) return { kind: 'later', delayMs: 0 };
      deps.log.error({ operation: id, err: error }, 'activation failed');
      return { kind: 'later', delayMs: 2_000 };
    }
  };
}

async function activate(deps: RunnerDeps, id: string): Promise<Next> {
  const record = await claim(deps, id);
  if (!record) return { kind: 'finished' };
  const activation = new Activation(deps, record);
  if (Number(record.fields[operationField.activations] ?? 0) > attemptLimit) {
    await parkOperation(activation, 'it was begun again and again and never came to an orderly end');
    return { kind: 'finished' };
  }
  const delayMs = activation.operation.direction === 'back' ? await runBack(activation) : await runForward(activation);
  if (delayMs === undefined) return { kind: 'finished' };
  return { kind: 'later', delayMs: deps.clock.delay(delayMs), wasWoken: () => deps.store.takeWake(id) };
}

async function claim(deps: RunnerDeps, id: string): Promise<StoredRecord | undefined> {
  const result = await deps.store.commit({
    records: [{ id, expect: { states: ['running', 'rolling-back'] }, takeEpoch: true }],
    due: [{ id, atMs: deps.clock.now() + lookAgainMs }],
  });
  if (result.ok) return result.records[id]?.record;
  // Ended or unknown: no more looking, unless it has been begun again since.
  await deps.store.commit({
    records: [{ id, expect: result.state ? { states: [result.state] } : { absent: true } }],
    due: [{ id, atMs: null }],
  });
  return undefined;
}
