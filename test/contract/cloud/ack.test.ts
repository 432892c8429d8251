import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AckApi } from '../../../src/cloud/cloud.ts';
import { until } from '../../support/until.ts';
import { type CloudUnderTest, openCloudUnderTest } from './cloud-under-test.ts';

const clusterId = 'c82e6987e2961451182edacd74faf0000';
const request = {
  name: 'egress-payments',
  vSwitchIds: ['vsw-2zenodes-h', 'vsw-2zenodes-g'],
  instanceTypes: ['ecs.g7.xlarge'],
  systemDiskGib: 120,
  securityGroupId: undefined,
  labels: [{ key: 'terway-config', value: 'egress-payments' }],
  taints: [{ key: 'egress-pool', value: 'payments', effect: 'NoSchedule' as const }],
  tags: [{ key: 'egress-pool/pool', value: 'p1' }],
  desiredSize: 2,
};

let under: CloudUnderTest;
let ack: AckApi;
beforeEach(async () => {
  under = await openCloudUnderTest();
  ack = under.cloud.ack;
});
afterEach(() => under.close());

const settled = (nodePoolId: string, healthy: number) =>
  until(async () => {
    const pool = await ack.readNodePool({ clusterId, nodePoolId }, 'fresh');
    return pool?.state === 'active' && pool.counts.healthy === healthy && pool;
  });

const accepted = <T>(write: () => Promise<T>) =>
  until(async () => {
    try {
      return { answer: await write() };
    } catch (error) {
      expect(error).toMatchObject({ code: 'CLOUD_BUSY' });
      return undefined;
    }
  });

describe('the ACK part of the cloud port', () => {
  it('reads clusters, and only Flannel has a container CIDR', async () => {
    const clusters = await ack.listClusters();
    const prod = await ack.readCluster(clusterId);

    expect(clusters.map(({ name }) => name).sort()).toEqual(['legacy', 'prod', 'staging']);
    expect(prod).toMatchObject({ name: 'prod', vpcId: 'vpc-2zemain', state: 'running', containerCidr: undefined });
    expect(clusters.find(({ name }) => name === 'legacy')?.containerCidr).toBe('172.20.0.0/16');
    expect(await ack.readCluster('c00000000000000000000000000000000')).toBeUndefined();
  });

  it('names the network plugin among the add-ons, with its configuration as an object', async () => {
    const addons = await ack.listAddons(clusterId);

    const terway = addons.find(({ name }) => name.startsWith('terway'));
    expect(terway?.version).not.toBe('');
    expect(typeof terway?.config).toBe('object');
  });

  it('creates a node pool with labels, taints and tags, and its nodes become healthy', async () => {
    const { nodePoolId, taskId } = await ack.createNodePool(clusterId, request);
    const pool = await settled(nodePoolId, 2);
    const nodes = await ack.listNodes({ clusterId, nodePoolId }, 'fresh');
    const task = await until(async () => {
      const found = await ack.readTask(taskId);
      return found?.outcome !== 'running' && found;
    });

    expect(pool).toMatchObject({ name: request.name, isDefault: false, desiredSize: 2, labels: request.labels });
    expect(pool.taints).toEqual(request.taints);
    expect(pool.tags).toEqual(expect.arrayContaining(request.tags));
    expect(pool.vSwitchIds).toEqual(request.vSwitchIds);
    expect(nodes).toHaveLength(2);
    expect(nodes.every(({ instanceId, state }) => instanceId.startsWith('i-') && state === 'running')).toBe(true);
    expect(task).toMatchObject({ outcome: 'succeeded', error: undefined });
    expect((await ack.listTasks(clusterId)).map((one) => one.taskId)).toContain(taskId);
  });

  it('shared reads of a pool and its nodes agree with fresh ones', async () => {
    const { nodePoolId } = await ack.createNodePool(clusterId, request);
    const fresh = await settled(nodePoolId, 2);

    const shared = await until(async () => {
      const pool = await ack.readNodePool({ clusterId, nodePoolId }, 'shared');
      return pool?.counts.healthy === 2 && pool;
    });

    expect(shared).toEqual(fresh);
    expect(await ack.listNodes({ clusterId, nodePoolId }, 'shared')).toHaveLength(2);
  });

  it('changes the desired size absolutely, and refuses while the cluster is busy', async () => {
    const { nodePoolId } = await ack.createNodePool(clusterId, request);
    await expect(ack.changeNodePool({ clusterId, nodePoolId }, { desiredSize: 3 })).rejects.toMatchObject({
      code: 'CLOUD_BUSY',
    });
    await settled(nodePoolId, 2);

    await accepted(() => ack.changeNodePool({ clusterId, nodePoolId }, { desiredSize: 1 }));

    expect((await settled(nodePoolId, 1)).desiredSize).toBe(1);
  });

  it('replaces labels and tags as they are sent, and leaves the taints', async () => {
    const { nodePoolId } = await ack.createNodePool(clusterId, request);
    await settled(nodePoolId, 2);
    const more = [{ key: 'egress-pool/installation', value: 'acme' }];
    const change = { labels: [...request.labels, ...more], tags: [...request.tags, ...more] };

    await accepted(() => ack.changeNodePool({ clusterId, nodePoolId }, change));

    const pool = await settled(nodePoolId, 2);
    expect(pool).toMatchObject({ labels: change.labels, taints: request.taints, desiredSize: 2 });
    expect(pool.tags).toEqual(expect.arrayContaining(change.tags));
  });

  it('takes one chosen node out and releases it, and the desired size falls with it', async () => {
    const { nodePoolId } = await ack.createNodePool(clusterId, request);
    await settled(nodePoolId, 2);
    const [leaving, staying] = await ack.listNodes({ clusterId, nodePoolId }, 'fresh');

    await accepted(() => ack.removeNodes({ clusterId, nodePoolId, instanceIds: [leaving?.instanceId ?? ''] }));

    expect((await settled(nodePoolId, 1)).desiredSize).toBe(1);
    const left = await ack.listNodes({ clusterId, nodePoolId }, 'fresh');
    expect(left.map(({ instanceId }) => instanceId)).toEqual([staying?.instanceId]);
    expect(await under.cloud.ecs.listNetworkInterfaces({ instanceId: leaving?.instanceId ?? '' }, 'fresh')).toEqual([]);
  });

  it('takes a node out and keeps its machine, which becomes a node again of another pool once it is attached', async () => {
    const { ecs } = under.cloud;
    const source = (await ack.listNodePools(clusterId, 'fresh')).find(({ isDefault }) => isDefault)?.nodePoolId ?? '';
    const { nodePoolId } = await ack.createNodePool(clusterId, { ...request, desiredSize: 0 });
    await settled(nodePoolId, 0);
    const [node] = await ack.listNodes({ clusterId, nodePoolId: source }, 'fresh');
    const instanceIds = [node?.instanceId ?? ''];

    await expect(ack.attachInstances({ clusterId, nodePoolId, instanceIds })).rejects.toMatchObject({
      code: 'CLOUD_REFUSED',
    });
    await accepted(() => ack.removeNodes({ clusterId, nodePoolId: source, instanceIds, keepsInstances: true }));
    await until(async () => (await ack.listNodes({ clusterId, nodePoolId: source }, 'fresh')).length === 2);
    const [machine] = await ecs.listInstances(instanceIds);
    await accepted(() => ack.attachInstances({ clusterId, nodePoolId, instanceIds }));

    expect(machine).toMatchObject({ status: 'Running', vpcId: 'vpc-2zemain', isSpot: false });
    expect((await settled(nodePoolId, 1)).desiredSize).toBe(1);
    const [adopted] = await ack.listNodes({ clusterId, nodePoolId }, 'fresh');
    expect(adopted).toMatchObject({ instanceId: instanceIds[0], state: 'running' });
  });

  it('deletes a node pool until it is gone, and deleting one that is gone is done', async () => {
    const { nodePoolId } = await ack.createNodePool(clusterId, request);
    await settled(nodePoolId, 2);

    await accepted(() => ack.deleteNodePool({ clusterId, nodePoolId, force: true }));
    await until(async () => (await ack.readNodePool({ clusterId, nodePoolId }, 'fresh')) === undefined);
    await accepted(() => ack.deleteNodePool({ clusterId, nodePoolId, force: true }));

    expect((await ack.listNodePools(clusterId, 'fresh')).map((pool) => pool.nodePoolId)).not.toContain(nodePoolId);
  });

  it('answers the quotas and a kubeconfig with its end', async () => {
    const quota = await ack.readQuota();
    const kubeconfig = await ack.readKubeconfig({ clusterId, minutes: 60 });

    expect(quota).toMatchObject({ nodePoolsPerCluster: 20, nodesPerCluster: 100 });
    expect(kubeconfig.expiresAtMs).toBeGreaterThan(Date.now());
    expect(kubeconfig.yaml).not.toBe('');
  });
});
