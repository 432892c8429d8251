import { expect } from 'vitest';
import { admissionPolicies } from '../../../emulators/kubernetes/resources.ts';
import type { AccessRequest } from '../../../src/domain/grants/access-request.ts';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { accessRequestOf, openRequestIndex } from '../../../src/store/access-records.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, startScenario } from '../../support/scenario.ts';

/** Two databases of prod, whose approvers are a DBA and Security. */
export const databases = ['rm-2zepayments', 'rm-2zeorders'] as const;

export type NamespaceScene = Awaited<ReturnType<typeof namespaceScene>>;

/** A ready pool whose namespaces are changed, open databases included, and those who decide about that. */
export async function namespaceScene(instanceIds: string[] = []) {
  const scenario = await startScenario({ file: { approvals } });
  const { slack, alicloud } = scenario.world;
  const access = accessOn(scenario);
  const cards = cardsOf(scenario);
  const ready = await readyPool(scenario);
  const grants: Grant[] = [];
  for (const instanceId of databases) alicloud.databases.setTags(instanceId, { team: 'payments', env: 'prod' });
  for (const instanceId of instanceIds) {
    const asked = await access.ask(ready, { instanceId, instanceName: instanceId });
    await access.approve(asked.id);
    grants.push(await access.applied(asked.id));
  }
  const openRequests = async (): Promise<AccessRequest[]> =>
    (await scenario.store.readMany(await scenario.store.readIndex(openRequestIndex))).map(accessRequestOf);

  /** The open request about an instance, once its card is there to be decided on. */
  async function requestFor(instanceId: string): Promise<AccessRequest> {
    const open = async () => (await openRequests()).find((one) => one.instanceId === instanceId && one.opened);
    await expect.poll(async () => (await open()) !== undefined, { timeout: 20_000 }).toBe(true);
    const found = await open();
    if (!found) throw new Error(`no request for ${instanceId}`);
    return found;
  }

  async function decide(who: string, id: string, actionId: 'request_approve' | 'request_deny'): Promise<void> {
    await cards.click(who, await cards.card(id, 'please decide'), actionId);
    if (actionId === 'request_approve') return;
    const form = await cards.form(who);
    await slack.as(who).submit(form.id, { reason: 'billing has a pool of its own' });
  }

  return {
    scenario,
    access,
    grants,
    openRequests,
    requestFor,
    decide,
    begin: (changes: string) => scenario.begin(people.ana, `namespaces payments ${changes}`),
    async approveAs(instanceId: string, ...who: string[]): Promise<AccessRequest> {
      const request = await requestFor(instanceId);
      // The card of this round, not of the one before.
      for (const person of who) await decide(person, `${request.id}.${request.round}`, 'request_approve');
      return request;
    },
    async pool(): Promise<Pool> {
      const found = await scenario.pool('payments');
      if (!found) throw new Error('no pool');
      return found;
    },
    /** What keeps pods of other namespaces out, as the cluster has it. */
    guard: (): string => JSON.stringify(scenario.prod.list(admissionPolicies).map(({ spec }) => spec)),
  };
}
