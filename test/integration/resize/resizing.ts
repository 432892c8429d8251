import { expect } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import type { AccessRequest } from '../../../src/domain/grants/access-request.ts';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { accessRequestChange } from '../../../src/store/access-records.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { people, type ScenarioOptions, startScenario } from '../../support/scenario.ts';

const databases = [{ region: 'cn-beijing', tags: { env: 'prod' } }];
export const instances = { payments: 'rm-2zepayments', orders: 'rm-2zeorders' };

/** A ready pool for twenty pods, with a grant for each of the instances. */
export async function startResizing(given: { grants: string[] } & ScenarioOptions) {
  const { grants: wanted, ...options } = given;
  const scenario = await startScenario({ file: { approvals, databases }, ...options });
  const access = accessOn(scenario);
  const before = await readyPool(scenario);
  const grants: Grant[] = [];
  for (const instanceId of wanted) {
    const asked = await access.ask(before, { instanceId });
    await access.approve(asked.id);
    grants.push(await access.applied(asked.id));
  }
  const openRequest = async (instanceId: string): Promise<AccessRequest | undefined> => {
    const ids = await scenario.store.readIndex('requests-open');
    const requests = await Promise.all(ids.map((id) => access.request(id)));
    return requests.find((one) => one.instanceId === instanceId && one.kind === 'added-cidr' && one.round > 0);
  };
  return {
    ...{ scenario, access, before, grants },
    resize: (text = '--pods 60'): Promise<string> => scenario.begin(people.ana, `resize payments ${text}`),
    pool: async (): Promise<Pool> => {
      const pool = await scenario.pool('payments');
      if (!pool) throw new Error('no pool');
      return pool;
    },
    /** What the whitelist of the instance admits through our group. */
    entries: (instanceId: string): string[] => {
      const group = grants.find((one) => one.instanceId === instanceId)?.groupName ?? '';
      return scenario.world.alicloud.databases.entries(instanceId, group) ?? [];
    },
    /** The request that the resize has opened for the instance, once it has its plan. */
    async asked(instanceId: string): Promise<AccessRequest> {
      await expect.poll(() => openRequest(instanceId), { timeout: 30_000, interval: 30 }).toBeDefined();
      const request = await openRequest(instanceId);
      if (!request) throw new Error(`nobody was asked about ${instanceId}`);
      return request;
    },
    /** Its approvers say yes, and the worker carries it out. */
    async admit(instanceId: string): Promise<AccessRequest> {
      const request = await this.asked(instanceId);
      const grant = await access.grant(request.grantId);
      await access.approve(request.id, grant.endMs === undefined ? {} : { endMs: grant.endMs });
      await access.applied(request.id);
      return access.request(request.id);
    },
    async refuse(instanceId: string): Promise<void> {
      const request = await this.asked(instanceId);
      const denied = {
        ...request,
        state: 'denied' as const,
        outcome: { by: 'U02DAVID', text: 'No.', atMs: Date.now() },
      };
      const result = await scenario.store.commit({
        records: [accessRequestChange(denied, { states: ['pending'] })],
        removeFrom: [{ index: 'requests-open', id: request.id }],
      });
      expect(result.ok).toBe(true);
    },
    /** Ids of the machines of the pool. */
    machines: (): string[] =>
      [...scenario.world.alicloud.state.instances.values()]
        .filter(({ nodePoolId }) => nodePoolId === before.nodePoolId)
        .map(({ instanceId }) => instanceId)
        .sort(),
    /** The lists that Terway reads on the pool's nodes. */
    lists(): Record<string, string[]> {
      const found = scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'eni-config-payments' });
      return JSON.parse(found?.data?.eni_conf ?? '{}').vswitches;
    },
  };
}

export type Resizing = Awaited<ReturnType<typeof startResizing>>;

export function blocksOf({ vSwitches }: Pool): string[] {
  return vSwitches.map(({ cidrBlock }) => cidrBlock).sort();
}
