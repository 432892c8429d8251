import { openRequestIndex } from '../../src/store/access-records.ts';
import { requestProblems } from './check-grant.ts';
import { checkRest } from './check-rest.ts';
import { checkMessages, checkReadyPool, differs } from './check-world.ts';
import { approve, zones } from './grant-flow.ts';
import { requestsIn } from './grants.ts';
import { ana, operationOfKind, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';

const approvals = { create: { require: [{ group: 'S0DBA0001' }, { group: 'S0SEC0001' }] } };

/** A pool is asked for, approved by two people, and made once. */
export const newPoolScenario: Scenario = {
  name: 'a pool is asked for, approved and made',
  file: { approvals },
  prepare: async () => undefined,
  async play(stage) {
    await stage.say({
      userId: ana,
      text: `/egress-pool create payments --pods 40 --cluster prod --zones ${zones.join(',')} --namespaces payments --reason "why"`,
      isTaken: async () => (await requestsIn(stage)).length > 0,
    });
    await approve(stage);
    await untilState(stage, 'create-pool', 'done');
  },
  async check(stage) {
    const operation = await operationOfKind(stage, 'create-pool');
    const wanted = { requests: [{ kind: 'new-pool' as const, state: 'approved' as const, says: /made/ }] };
    return [
      ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones })),
      ...requestProblems(stage, await requestsIn(stage), wanted),
      ...checkMessages(stage, operation, /ready|done/i),
      ...differs('open requests', await stage.store.readIndex(openRequestIndex), []),
      ...(await checkRest(stage)),
    ];
  },
};
