import type { Operation, OperationKind, OperationState } from '../../src/domain/operation.ts';
import type { Played } from './played.ts';
import { until } from './until.ts';

export const ana = 'U01ANA';
/** Wire time in which whatever was asked for has come to its end. */
export const endsWithinMs = 180_000;

/** Ana asks for the pool `payments` in these zones, until that was taken. */
export async function askToCreate(stage: Played, zones: string[]): Promise<void> {
  await stage.say({
    userId: ana,
    text: `/egress-pool create payments --pods 40 --cluster prod --zones ${zones.join(',')} --namespaces payments`,
    isTaken: async () => (await findOperation(stage, 'create-pool')) !== undefined,
  });
}

/** Waits until the operation of a kind is in the state; when it ends in another one, says why. */
export async function untilState(stage: Played, kind: OperationKind, state: OperationState): Promise<void> {
  const ended: OperationState[] = ['done', 'failed', 'rolled-back', 'waiting', 'cancelled'];
  let operation: Operation | undefined;
  const others = state === 'rolled-back' ? ended.filter((one) => one !== 'failed') : ended;
  const arrived = until(`the operation is ${state}`, endsWithinMs, async () => {
    operation = await findOperation(stage, kind);
    if (operation?.state !== state && operation && others.includes(operation.state)) {
      throw new Error(`the operation is ${operation.state} instead of ${state}: ${JSON.stringify(operation.error)}`);
    }
    return operation?.state === state;
  });
  await arrived.catch((cause: Error) => {
    throw new Error(`${cause.message}; open steps: ${operation ? openSteps(operation) : 'no operation'}`, { cause });
  });
}

/** The steps of an operation that have begun and not ended, in a line. */
export function openSteps({ steps }: Operation): string {
  const open = steps.filter(({ record }) => !['pending', 'done', 'undone'].includes(record.status));
  return JSON.stringify(
    open.map(({ name, record: { status, waitingFor, attempts, lastError } }) => ({
      name,
      status,
      waitingFor,
      attempts,
      lastError: lastError?.code,
    })),
  );
}

export async function findOperation(stage: Played, kind: OperationKind): Promise<Operation | undefined> {
  return (await stage.operations()).find((operation) => operation.kind === kind);
}

/** The operation of a kind that must be there. */
export async function operationOfKind(stage: Played, kind: OperationKind): Promise<Operation> {
  const found = await findOperation(stage, kind);
  if (!found) throw new Error(`there is no operation of kind ${kind}`);
  return found;
}
