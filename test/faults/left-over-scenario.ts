import { driftRecordId } from '../../src/store/drift-record.ts';
import { checkRest } from './check-rest.ts';
import { checkReadyPool, differs, poolNamed } from './check-world.ts';
import {
  addForeignEntry,
  approvals,
  openPool,
  primaryId,
  theGrant,
  untilEverythingEnded,
  zones,
} from './grant-flow.ts';
import { endsWithinMs, findOperation, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';
import { until } from './until.ts';

const cloneId = `${primaryId}clone1`;
const foreignEntry = '192.0.2.7';

/** A clone of an open database brings our group with it, with an entry of somebody else: what is ours is taken out. */
export const leftOverScenario: Scenario = {
  name: 'what a clone has left over is taken out',
  file: { approvals },
  async prepare(stage) {
    await openPool(stage);
    stage.world.alicloud.databases.cloneInstance(primaryId, cloneId);
    await addForeignEntry(stage, cloneId, foreignEntry);
  },
  async play(stage) {
    // As if the time for the next look had come.
    await stage.store.commit({ records: [], due: [{ id: driftRecordId, atMs: Date.now() }] });
    await until('it is found', endsWithinMs, async () => (await findOperation(stage, 'clean-whitelist')) !== undefined);
    await untilState(stage, 'clean-whitelist', 'done');
    await untilEverythingEnded(stage, 'active');
  },
  async check(stage) {
    const { databases } = stage.world.alicloud;
    const { groupName } = await theGrant(stage);
    const pool = await poolNamed(stage, 'payments');
    const ours = pool?.vSwitches.map(({ cidrBlock }) => cidrBlock).toSorted();
    return [
      ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones })),
      ...differs('our group on the clone', databases.entries(cloneId, groupName), [foreignEntry]),
      ...differs('our group on the original', databases.entries(primaryId, groupName), ours),
      ...(await checkRest(stage)),
    ];
  },
};
