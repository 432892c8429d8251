import { checkRest } from './check-rest.ts';
import { checkMessages, checkNothingLeft, checkReadyPool } from './check-world.ts';
import { ana, askToCreate, findOperation, operationOfKind, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';

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
      const operation = await operationOfKind(stage, 'create-pool');
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
    const { id } = await operationOfKind(stage, 'create-pool');
    await stage.say({
      userId: ana,
      text: `/egress-pool rollback ${id}`,
      isTaken: async () => (await operationOfKind(stage, 'create-pool')).direction === 'back',
    });
    await untilState(stage, 'create-pool', 'rolled-back');
  },
  async check(stage) {
    const operation = await operationOfKind(stage, 'create-pool');
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
      isTaken: async () => (await findOperation(stage, 'verify-pool')) !== undefined,
    });
    await untilState(stage, 'verify-pool', 'done');
  },
  async check(stage) {
    const operation = await operationOfKind(stage, 'verify-pool');
    return [
      ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones: ['cn-beijing-h'] })),
      ...checkMessages(stage, operation, /done|proven|verified/i),
      ...(await checkRest(stage)),
    ];
  },
};
