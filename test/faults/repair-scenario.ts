import { admissionBindings, configMaps, nodes } from '../../emulators/kubernetes/resources.ts';
import type { PoolFinding } from '../../src/domain/pool-drift/pool-finding.ts';
import { behind } from '../../src/notify/notify.ts';
import { poolDriftChange, poolDriftOf, poolDriftRecordId } from '../../src/store/pool-drift-record.ts';
import { checkRest } from './check-rest.ts';
import { checkMessages, differs, poolNamed } from './check-world.ts';
import { ana, askToCreate, findOperation, operationOfKind, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

const ofTerway = { namespace: 'kube-system', name: 'eni-config-payments' };
const ofPolicy = { name: 'egress-pool-payments' };
const found: PoolFinding[] = [
  { kind: 'config-map-changed', about: '', items: ['eni_conf cannot be read'] },
  { kind: 'policy-changed', about: '', items: ['the binding is gone'] },
  { kind: 'node-label', about: '', items: ['a node'] },
];

/** Others changed ConfigMap, policy and a node's label of a ready pool, and its owner has that put back. */
export const repairScenario: Scenario = {
  name: 'repair',
  file: {},
  async prepare(stage) {
    await askToCreate(stage, ['cn-beijing-h']);
    await untilState(stage, 'create-pool', 'done');
    const cluster = clusterOf(stage);
    const told = cluster.get(configMaps, ofTerway);
    if (told) cluster.put(configMaps, { ...told, data: { eni_conf: '{' } });
    cluster.delete(admissionBindings, ofPolicy);
    for (const node of poolNodes(stage).slice(0, 1)) {
      const { 'terway-config': _, ...labels } = node.metadata.labels ?? {};
      cluster.put(nodes, { ...node, metadata: { ...node.metadata, labels } });
    }
    await tell(stage);
  },
  async play(stage) {
    const card = () =>
      stage.world.slack.state.messages.find(({ blocks }) => JSON.stringify(blocks).includes('pool_repair'));
    await stage.press({
      ...{ userId: ana, actionId: 'pool_repair', card },
      isTaken: async () => (await findOperation(stage, 'repair-pool')) !== undefined,
    });
    await untilState(stage, 'repair-pool', 'done');
  },
  async check(stage) {
    const cluster = clusterOf(stage);
    const pool = await poolNamed(stage, 'payments');
    const own = pool?.vSwitches.map(({ vSwitchId }) => vSwitchId);
    const labels = poolNodes(stage).map(({ metadata }) => metadata.labels?.['terway-config']);
    return [
      ...differs('who works on the pool', pool?.changedBy, undefined),
      ...differs('what Terway is told', cluster.get(configMaps, ofTerway)?.data, {
        eni_conf: JSON.stringify({ vswitches: { 'cn-beijing-h': own } }),
      }),
      ...differs('the binding of the policy', cluster.get(admissionBindings, ofPolicy) !== undefined, true),
      ...differs('nodes without the label', labels.filter((label) => label !== ofTerway.name).length, 0),
      ...checkMessages(stage, await operationOfKind(stage, 'repair-pool'), /put back|done/i),
      ...(await checkRest(stage)),
    ];
  },
};

function clusterOf({ world }: Stage) {
  return world.kubernetes.cluster(world.seed.clusters.find(({ name }) => name === 'prod')?.clusterId ?? '');
}

function poolNodes(stage: Stage) {
  return clusterOf(stage)
    .list(nodes)
    .filter(({ metadata }) => metadata.labels?.['egress-pool/name'] === 'payments');
}

/** What the sweep would have found, which is not what this is about. */
async function tell(stage: Stage): Promise<void> {
  const pool = await poolNamed(stage, 'payments');
  if (!pool) throw new Error('no pool');
  const stored = await stage.store.read(poolDriftRecordId(pool.id));
  const known = found.map((finding) => ({
    ...{ id: `found-${finding.kind}`, finding, foundAtMs: Date.now(), goneAtMs: undefined },
  }));
  const result = await stage.store.commit({
    records: [poolDriftChange(pool.id, { ...poolDriftOf(stored), known }, stored?.rev)],
    due: [behind(poolDriftRecordId(pool.id), 0)],
  });
  if (!result.ok) throw new Error('somebody looked at the pool at the same moment');
}
