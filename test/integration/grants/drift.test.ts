import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import type { DriftFinding } from '../../../src/domain/grants/find-drift.ts';
import { clearingOf, driftOf, driftRecordId, type KnownFinding } from '../../../src/store/drift-record.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { approvalsChannel, cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const david = 'U02DAVID';
const timeoutMs = 25_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function granted() {
  scenario = await startScenario({ file: { approvals } });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const grant = await access.granted(pool, 30 * 86_400_000);
  const { databases } = scenario.world.alicloud;
  const ours = databases.entries(instanceId, grant.groupName) ?? [];
  return { access, pool, grant, databases, ours };
}

const findings = async (): Promise<KnownFinding[]> => driftOf(await scenario.store.read(driftRecordId)).findings;

async function found(
  kind: DriftFinding['kind'],
  of: (known: KnownFinding) => boolean = () => true,
): Promise<KnownFinding> {
  const look = async () => (await findings()).find((known) => known.finding.kind === kind && of(known));
  await expect.poll(async () => (await look()) !== undefined, { timeout: timeoutMs }).toBe(true);
  const known = await look();
  if (!known) throw new Error(`no ${kind}`);
  return known;
}

/** The operation about a finding is begun right after it was written down. */
async function cleaned(known: KnownFinding) {
  return scenario.until(await begun(known), 'done');
}

async function begun(known: KnownFinding): Promise<string> {
  const id = clearingOf(known);
  await expect.poll(async () => (await scenario.store.read(id)) !== undefined, { timeout: timeoutMs }).toBe(true);
  return id;
}

const isGone = ({ goneAtMs }: KnownFinding) => goneAtMs !== undefined;
const channelSays = (...words: string[]) =>
  scenario.world.slack.waitForMessage(
    ({ channelId, text, blocks }) =>
      channelId === approvalsChannel && words.every((word) => `${text} ${JSON.stringify(blocks)}`.includes(word)),
    { timeoutMs },
  );
const audited = async (what: string) => (await scenario.audit()).filter((entry) => entry.what === what);

test('what a DBA took out is put back when its approvers agree to exactly that', async () => {
  const { access, grant, databases, ours } = await granted();
  const [first = '', ...rest] = ours;
  databases.editGroup(instanceId, { name: grant.groupName, entries: rest });
  const alarm = await channelSays('took entries out', first, 'grant_repair');
  const cards = cardsOf(scenario);
  await cards.shown('C0PLATFORM', first);

  await cards.click(people.stan, alarm, 'grant_repair');
  await cards.told(people.stan, ':no_entry:');
  await cards.click(people.ana, alarm, 'grant_repair');
  const card = await channelSays('Repair of database access', 'request_approve');
  const { pendingRequestId = '' } = await access.grant(grant.id);
  expect((await access.request(pendingRequestId)).plan?.plan).toMatchObject({
    kind: 'repair',
    addedCidrs: [{ cidr: first }],
    primary: { entriesBefore: rest, entriesAfter: ours },
  });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(rest);
  for (const who of [david, people.sara]) await cards.click(who, card, 'request_approve');
  await expect.poll(() => databases.entries(instanceId, grant.groupName), { timeout: timeoutMs }).toEqual(ours);

  await found('missing', isGone);
  await channelSays('took entries out', 'Not so any more');
  expect(await access.untilGrant(grant.id, 'active')).toMatchObject({ endMs: grant.endMs });
});

test('entries of others in our group stop a repair until a person has taken them out', async () => {
  const { grant, databases, ours } = await granted();
  const [first = '', ...rest] = ours;
  databases.editGroup(instanceId, { name: grant.groupName, entries: [...rest, '192.0.2.7'] });
  await channelSays('put entries in', '192.0.2.7/32');
  const alarm = await channelSays('took entries out', first, 'grant_repair');

  const cards = cardsOf(scenario);
  await cards.click(people.ana, alarm, 'grant_repair');

  await cards.told(people.ana, 'put 192.0.2.7/32 into our group; a DBA has to take that out by hand first');
  expect(databases.entries(instanceId, grant.groupName)).toEqual([...rest, '192.0.2.7'].sort());
  const told = (await audited('grant.drift')).map(({ details }) => details.kind);
  expect(told.toSorted()).toEqual(['missing', 'unknown']);
});

test('a clone admits nobody that its original does, and what others put there stays', async () => {
  const { grant, databases } = await granted();
  databases.editGroup(instanceId, { name: 'office', entries: ['10.200.2.0/24'] });
  const clone = databases.cloneInstance(instanceId);

  await expect.poll(() => databases.entries(clone.id, grant.groupName), { timeout: timeoutMs }).toEqual(['127.0.0.1']);

  const known = await found('left-over', isGone);
  expect(await cleaned(known)).toMatchObject({ kind: 'clean-whitelist' });
  expect(databases.entries(clone.id, 'office')).toEqual(['10.200.2.0/24']);
  expect(databases.entries(instanceId, grant.groupName)).toHaveLength(2);
  await channelSays('Left over', clone.id, 'Not so any more');
});

test('a clone of a database whose access has ended is cleaned though somebody stops that, and foreign entries stay', async () => {
  const { access, grant, databases, ours } = await granted();
  const clone = databases.cloneInstance(instanceId);
  databases.setStatus(clone.id, { status: 'Restoring' });
  databases.editGroup(clone.id, { name: grant.groupName, entries: [...ours, '192.0.2.9'] });
  await scenario.until(await access.revoke(grant.id), 'done');
  const stopped = await begun(await found('left-over'));
  await scenario.say(people.olga, `cancel ${stopped}`);
  await scenario.until(stopped, 'cancelled');
  const known = await found('left-over', (one) => clearingOf(one) !== stopped);
  await channelSays('Left over', `being taken out (\`${await begun(known)}\`)`);
  expect(databases.entries(clone.id, grant.groupName)).toEqual([...ours, '192.0.2.9'].sort());
  databases.setStatus(clone.id, { status: 'Running' });

  await cleaned(known);

  expect(databases.entries(clone.id, grant.groupName)).toEqual(['192.0.2.9']);
  await found('unrecorded', ({ finding }) => finding.entries.includes('192.0.2.9/32'));
  await channelSays('To be looked at', '192.0.2.9/32');
});

test('a group is not touched while the cluster names a grant for it that the store does not know, or has no record', async () => {
  const { grant, databases, ours } = await granted();
  const clone = databases.cloneInstance(instanceId);
  const about = { namespace: 'kube-system', name: 'egress-pool-record-payments' };
  const configMap = scenario.prod.get(configMaps, about);
  const record = JSON.parse(configMap?.data?.['record.json'] ?? '{}');
  record.grants.push({ ...record.grants[0], grantId: 'grant-lost', instanceId: clone.id });
  if (configMap?.data) configMap.data['record.json'] = JSON.stringify(record);

  const known = await found('left-over');
  await cleaned(known);

  await channelSays('Nothing was taken out', 'grant-lost');
  expect(databases.entries(clone.id, grant.groupName)).toEqual(ours);

  scenario.prod.delete(configMaps, about);
  const other = databases.cloneInstance(instanceId);
  await cleaned(await found('left-over', ({ finding }) => finding.instanceId === other.id));

  await channelSays('Nothing was taken out', other.id, 'is not there');
  expect(databases.entries(other.id, grant.groupName)).toEqual(ours);
});

test('a group of our form that nothing is known of is reported once and left as it is', async () => {
  const { databases } = await granted();
  databases.editGroup(instanceId, { name: 'ep_orders_0123abcd', entries: ['10.99.0.0/24'] });

  await channelSays('To be looked at', 'ep_orders_0123abcd');
  const looked = async () => driftOf(await scenario.store.read(driftRecordId)).lookedAtMs ?? 0;
  const first = await looked();
  await expect.poll(async () => (await looked()) > first, { timeout: timeoutMs }).toBe(true);

  expect(databases.entries(instanceId, 'ep_orders_0123abcd')).toEqual(['10.99.0.0/24']);
  expect((await audited('grant.drift')).map(({ details }) => details)).toMatchObject([{ kind: 'unrecorded' }]);
  const answer = await scenario.say(people.sara, `grants ${instanceId}`);
  expect(answer).toContain('*active*');
  expect(answer).toContain('ep_orders_0123abcd');
  expect(answer).toContain('default');
});
