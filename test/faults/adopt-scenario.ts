import { nodes } from '../../emulators/kubernetes/resources.ts';
import { checkRest } from './check-rest.ts';
import { checkMessages, checkReadyPool, differs } from './check-world.ts';
import { askToCreate, findOperation, operationOfKind, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';

const zones = ['cn-beijing-h'];
const olga = 'U04OLGA';
/** The cluster's own node in that zone, the first machine of the seed. */
const nodeName = 'cn-beijing.10.0.0.1';

/** A node that exists is brought into a ready pool; its machine stays the same, and nothing of its interfaces is left. */
export const adoptScenario: Scenario = {
  name: 'adopt',
  file: { cleanDetachedEnis: true },
  async prepare(stage) {
    await askToCreate(stage, zones);
    await untilState(stage, 'create-pool', 'done');
  },
  async play(stage) {
    await stage.say({
      userId: olga,
      text: `/egress-pool adopt payments ${nodeName} --confirm payments`,
      isTaken: async () => (await findOperation(stage, 'adopt-nodes')) !== undefined,
    });
    await untilState(stage, 'adopt-nodes', 'done');
  },
  async check(stage) {
    const operation = await operationOfKind(stage, 'adopt-nodes');
    const { alicloud, kubernetes, seed } = stage.world;
    const prod = kubernetes.cluster(seed.clusters[0]?.clusterId ?? '');
    const node = prod.list(nodes).find(({ metadata }) => metadata.name === nodeName);
    const machines = [...alicloud.state.instances.values()];
    const loose = [...alicloud.state.networkInterfaces.values()].filter(({ instanceId }) => instanceId === '');
    return [
      ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones })),
      ...differs('pool of the node', node?.metadata.labels?.['egress-pool/name'], 'payments'),
      ...differs('machines in no cluster', machines.filter(({ clusterId }) => clusterId === '').length, 0),
      ...differs('interfaces attached to nothing', loose.length, 0),
      ...checkMessages(stage, operation, /proven|done/i),
      ...(await checkRest(stage)),
    ];
  },
};
