import type { Operation, OperationKind, OperationState } from '../../src/domain/operation.ts';
import { checkRest } from './check-rest.ts';
import { checkMessages, checkNothingLeft, checkReadyPool } from './check-world.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

const ana = 'U01ANA';
const endsWithinMs = 180_000;

/** A pool in these zones is made. */
export function createScenario(zones: string[]): Scenario {
  return {
    name: `create in ${zones.length === 1 ? 'one zone' : `${zones.length} zones`}`,
    file: {},
    prepare: async () => undefined,
    async play(stage) {
      await askToCreate(stage, zones);
      await untilState(stage, 'create-pool', 'done');
    },
    async check(stage) {
      const operation = await operationOf(stage, 'create-pool');
      return [
        ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones })),
        ...checkMessages(stage, operation, /ready|done/i),
        ...(await checkRest(stage)),
      ];
    },
  };
}

/** The canary's image cannot be pulled, so the create fails; then it is rolled back and nothing may be left. */
export const rollBackScenario: Scenario = {
  name: 'create fails and is rolled back',
  file: {},
  async prepare({ world }) {
    world.kubernetes.settings.failingImages = ['acme/netcheck'];
  },
  async play(stage) {
    await askToCreate(stage, ['cn-beijing-h']);
    await untilState(stage, 'create-pool', 'failed');
    const { id } = await operationOf(stage, 'create-pool');
    await stage.say({
      userId: ana,
      text: `/egress-pool rollback ${id}`,
      isTaken: async () => (await operationOf(stage, 'create-pool')).direction === 'back',
    });
    await untilState(stage, 'create-pool', 'rolled-back');
  },
  async check(stage) {
    const operation = await operationOf(stage, 'create-pool');
    return [
      ...(await checkNothingLeft(stage, { name: 'payments', cluster: 'prod' })),
      ...checkMessages(stage, operation, /rolled back/i),
      ...(await checkRest(stage)),
    ];
  },
};

/** A ready pool is proven again. */
export const verifyScenario: Scenario = {
  name: 'verify',
  file: {},
  async prepare(stage) {
    await askToCreate(stage, ['cn-beijing-h']);
    await untilState(stage, 'create-pool', 'done');
  },
  async play(stage) {
    await stage.say({
      userId: ana,
      text: '/egress-pool verify payments',
      isTaken: async () => (await find(stage, 'verify-pool')) !== undefined,
    });
    await untilState(stage, 'verify-pool', 'done');
  },
  async check(stage) {
    const operation = await operationOf(stage, 'verify-pool');
    return [
      ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones: ['cn-beijing-h'] })),
      ...checkMessages(stage, operation, /done|proven|verified/i),
      ...(await checkRest(stage)),
    ];
  },
};

async function askToCreate(stage: Stage, zones: string[]): Promise<void> {
  await stage.say({
    userId: ana,
    text: `/egress-pool create payments --pods 40 --cluster prod --zones ${zones.join(',')} --namespaces payments`,
    isTaken: async () => (await find(stage, 'create-pool')) !== undefined,
  });
}

async function untilState(stage: Stage, kind: OperationKind, state: OperationState): Promise<void> {
  const ended: OperationState[] = ['done', 'failed', 'rolled-back', 'waiting', 'cancelled'];
  let operation: Operation | undefined;
  const others = state === 'rolled-back' ? ended.filter((one) => one !== 'failed') : ended;
  const arrived = until(`the operation is ${state}`, endsWithinMs, async () => {
    operation = await find(stage, kind);
    if (operation?.state !== state && operation && others.includes(operation.state)) {
      throw new Error(`the operation is ${operation.state} instead of ${state}: ${JSON.stringify(operation.error)}`);
    }
    return operation?.state === state;
  });
  await arrived.catch((cause: Error) => {
    throw new Error(`${cause.message}; open steps: ${operation ? openSteps(operation) : 'no operation'}`, { cause });
  });
}

function openSteps({ steps }: Operation): string {
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

async function find(stage: Stage, kind: OperationKind): Promise<Operation | undefined> {
  return (await stage.operations()).find((operation) => operation.kind === kind);
}

async function operationOf(stage: Stage, kind: OperationKind): Promise<Operation> {
  const found = await find(stage, kind);
  if (!found) throw new Error(`there is no operation of kind ${kind}`);
  return found;
}
