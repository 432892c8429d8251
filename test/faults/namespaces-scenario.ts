import { admissionPolicies } from '../../emulators/kubernetes/resources.ts';
import { checkRest } from './check-rest.ts';
import { checkMessages, checkReadyPool, differs, poolNamed } from './check-world.ts';
import { approvals, approve, openPool, primaryId, theGrant, untilEverythingEnded, zones } from './grant-flow.ts';
import { requestsIn } from './grants.ts';
import { ana, endsWithinMs, findOperation, operationOfKind, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';
import { until } from './until.ts';

/** Another namespace is let into a pool that a database admits, which that database's approvers agree to. */
export const namespacesScenario: Scenario = {
  name: 'namespaces are changed',
  file: { approvals },
  prepare: openPool,
  async play(stage) {
    await stage.say({
      userId: ana,
      text: '/egress-pool namespaces payments +billing',
      isTaken: async () => (await findOperation(stage, 'change-namespaces')) !== undefined,
    });
    await until('its approvers are asked', endsWithinMs, async () =>
      (await requestsIn(stage)).some(({ kind }) => kind === 'namespaces'),
    );
    await approve(stage);
    await untilState(stage, 'change-namespaces', 'done');
    await untilEverythingEnded(stage, 'active');
  },
  async check(stage) {
    const { world } = stage;
    const pool = await poolNamed(stage, 'payments');
    const { groupName, inForce } = await theGrant(stage);
    const { clusterId = '' } = world.seed.clusters.find(({ name }) => name === 'prod') ?? {};
    const guards = world.kubernetes.cluster(clusterId).list(admissionPolicies);
    return [
      ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones })),
      ...differs('who works on the pool', pool?.changedBy, undefined),
      ...differs('namespaces of the pool', pool?.namespaces.toSorted(), ['billing', 'payments']),
      ...differs('namespaces of the grant', inForce?.namespaces.toSorted(), ['billing', 'payments']),
      ...differs('policies that let billing in', guards.filter(letsBillingIn).length, 1),
      ...differs(
        'our group',
        world.alicloud.databases.entries(primaryId, groupName),
        pool?.vSwitches.map(({ cidrBlock }) => cidrBlock).toSorted(),
      ),
      ...checkMessages(stage, await operationOfKind(stage, 'change-namespaces'), /changed|done/i),
      ...(await checkRest(stage)),
    ];
  },
};

function letsBillingIn({ spec }: { spec?: unknown }): boolean {
  return JSON.stringify(spec).includes('billing');
}
