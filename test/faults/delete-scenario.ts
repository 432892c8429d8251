import { checkRest } from './check-rest.ts';
import { checkMessages, checkNothingLeft } from './check-world.ts';
import { ana, askToCreate, findOperation, operationOfKind, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';
import { until } from './until.ts';

/** A ready pool is deleted, with an interface that Terway leaves and a node pool that ACK fails to delete at first. */
export const deleteScenario: Scenario = {
  name: 'delete',
  file: { cleanDetachedEnis: true },
  async prepare(stage) {
    await askToCreate(stage, ['cn-beijing-h']);
    await untilState(stage, 'create-pool', 'done');
    Object.assign(stage.world.alicloud.settings, { leaveInterfaces: 1, deleteFails: 1 });
  },
  async play(stage) {
    await stage.say({
      userId: ana,
      text: '/egress-pool delete payments --confirm payments',
      // Typed a second time before the first has its plan it would be a second deletion, which fails.
      isTaken: () =>
        until(
          'the deletion is begun',
          5_000,
          async () => (await findOperation(stage, 'delete-pool')) !== undefined,
        ).then(
          () => true,
          () => false,
        ),
    });
    await untilState(stage, 'delete-pool', 'done');
  },
  async check(stage) {
    const operation = await operationOfKind(stage, 'delete-pool');
    return [
      ...(await checkNothingLeft(stage, { name: 'payments', cluster: 'prod' })),
      ...checkMessages(stage, operation, /gone|done/i),
      ...(await checkRest(stage)),
    ];
  },
};
