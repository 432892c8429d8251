import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { people } from '../../support/scenario.ts';
import { databases, type NamespaceScene, namespaceScene } from './namespace-scene.ts';

const [first, second] = databases;
const david = 'U02DAVID';

let scene: NamespaceScene;
afterEach(() => scene.scenario.close());

async function setUp(instanceIds: string[] = []) {
  scene = await namespaceScene(instanceIds);
  return scene;
}

test('without open databases a namespace is added and another taken out at once', async () => {
  const { begin, guard, pool, scenario } = await setUp();

  const added = await scenario.until(await begin('+billing'), 'done');
  const both = await scenario.until(await begin('+ledger -payments'), 'done');

  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['billing', 'ledger'], namespacesEnforced: true });
  expect(guard()).toContain("'billing', 'egress-pool', 'kube-system', 'ledger'");
  await scenario.threadSays(added.id, /is for the namespaces/);
  await scenario.threadSays(both.id, 'ledger');
  const entries = (await scenario.audit()).filter(({ what }) => what === 'pool.namespaces-changed');
  expect(entries.map(({ details }) => details.namespaces)).toEqual([
    ['payments', 'billing'],
    ['billing', 'ledger'],
  ]);
  const recorded = scenario.prod.get(configMaps, { namespace: 'kube-system', name: 'egress-pool-record-payments' });
  expect(JSON.parse(recorded?.data?.['record.json'] ?? '{}')).toMatchObject({
    pool: { namespaces: ['billing', 'ledger'] },
  });
});

test('with open databases a namespace is let in when the approvers of each of them have agreed, not before', async () => {
  const { access, approveAs, begin, decide, grants, guard, openRequests, pool, scenario } = await setUp([
    first,
    second,
  ]);
  const before = guard();
  const id = await begin('+billing');

  await approveAs(first, david, people.sara);
  const last = await approveAs(second, david);
  await expect.poll(async () => (await access.request(last.id)).decisions.length, { timeout: 10_000 }).toBe(1);
  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments'] });
  expect(guard()).toBe(before);
  await decide(people.sara, last.id, 'request_approve');
  await scenario.until(id, 'done');

  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments', 'billing'] });
  expect(guard()).toContain("'billing', 'egress-pool', 'kube-system', 'payments'");
  for (const grant of grants) {
    const now = await access.grant(grant.id);
    expect(now).toMatchObject({ state: 'active', endMs: grant.endMs });
    expect(now.pendingRequestId).toBeUndefined();
    expect(now.inForce).toMatchObject({ namespaces: ['payments', 'billing'], cidrs: grant.inForce?.cidrs });
    expect(now.inForce?.planHash).not.toBe(grant.inForce?.planHash);
  }
  expect(await openRequests()).toEqual([]);
});

test('one refusal stops the change, and everything stays as it was', async () => {
  const { access, approveAs, begin, decide, grants, guard, pool, requestFor, scenario } = await setUp([first, second]);
  const before = guard();
  const id = await begin('+billing');
  const agreed = await approveAs(first, david, people.sara);
  const refused = await requestFor(second);
  await decide(people.sara, refused.id, 'request_deny');

  const stopped = await scenario.until(id, 'failed');

  expect(stopped.error).toMatchObject({ code: 'CHANGE_REFUSED' });
  expect(stopped.error?.text).toContain('billing has a pool of its own');
  expect(stopped.error?.text).toContain(`/egress-pool revoke payments ${second}`);
  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments'] });
  expect(guard()).toBe(before);
  for (const grant of grants) expect((await access.grant(grant.id)).inForce).toEqual(grant.inForce);
  await expect.poll(async () => (await access.request(agreed.id)).state, { timeout: 10_000 }).toBe('superseded');
});

test('an approver who leaves the group before all have agreed counts no more, and nothing changes without another', async () => {
  const { access, approveAs, begin, guard, pool, scenario } = await setUp([first, second]);
  const dbas = (users: string[]) => {
    const group = scenario.world.slack.state.userGroups.get('S0DBA0001');
    if (group) group.users = users;
  };
  dbas([david, people.olga]);
  const before = guard();
  const id = await begin('+billing');
  const lapsing = await approveAs(first, david, people.sara);
  await expect.poll(async () => (await access.request(lapsing.id)).state, { timeout: 10_000 }).toBe('approved');
  dbas([people.olga]);
  await approveAs(second, people.olga, people.sara);

  await expect.poll(async () => (await access.request(lapsing.id)).round, { timeout: 20_000 }).toBe(2);
  expect(guard()).toBe(before);
  expect(await pool()).toMatchObject({ namespaces: ['payments'] });
  await approveAs(first, people.olga, people.sara);
  await scenario.until(id, 'done');

  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments', 'billing'] });
});

test('a database that is closed meanwhile has no say any more', async () => {
  const { access, approveAs, begin, grants, pool, requestFor, scenario } = await setUp([first, second]);
  const id = await begin('+billing');
  await approveAs(first, david, people.sara);
  await requestFor(second);

  await access.revoke(grants[1]?.id ?? '');
  await scenario.until(id, 'done');

  expect(await access.grant(grants[1]?.id ?? '')).toMatchObject({ state: 'ended' });
  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments', 'billing'] });
});

test('access that is opened while people decide has its approvers asked as well', async () => {
  const { access, approveAs, begin, decide, pool, requestFor, scenario } = await setUp([first]);
  const asked = await access.ask(await pool(), { instanceId: second, instanceName: second });
  const id = await begin('+billing');
  const request = await requestFor(first);
  await access.approve(asked.id);
  await access.applied(asked.id);

  for (const person of [david, people.sara]) await decide(person, request.id, 'request_approve');
  await approveAs(second, david, people.sara);
  await scenario.until(id, 'done');

  expect((await access.grant(asked.grantId)).inForce).toMatchObject({ namespaces: ['payments', 'billing'] });
});

test('access that was approved before the namespaces changed is asked about again', async () => {
  const { access, begin, pool, scenario } = await setUp();
  const asked = await access.ask(await pool());
  await access.approve(asked.id);
  await scenario.until(await begin('+billing'), 'done');

  await scenario.until(await access.apply(asked.id), 'done');

  const again = await access.request(asked.id);
  expect(again).toMatchObject({ state: 'pending', round: 2, decisions: [] });
  expect(again.difference).toContain('namespace added: billing');
  expect(await scenario.store.read(asked.grantId)).toBeUndefined();
});

test('a namespace is taken out without anybody, and its pods that run still are listed', async () => {
  const { access, begin, grants, openRequests, pool, scenario } = await setUp();
  expect(grants).toEqual([]);
  await scenario.until(await begin('+billing'), 'done');
  const asked = await access.ask(await pool());
  await access.approve(asked.id);
  const grant = await access.applied(asked.id);

  const done = await scenario.until(await begin('-billing'), 'done');

  expect((await access.grant(grant.id)).inForce).toMatchObject({ namespaces: ['payments'] });
  expect(await openRequests()).toEqual([]);
  expect(done.steps.find(({ name }) => name === 'change')?.record.facts).toMatchObject({ stillRunning: [] });
});

test('what makes no sense or is not allowed is refused at once with the way out', async () => {
  const { begin, openRequests, pool, scenario } = await setUp([first]);
  const say = (text: string, who = people.ana) => scenario.say(who, `namespaces ${text}`);

  expect(await say('nowhere +a')).toContain('there is no pool');
  expect(await say('payments')).toContain('needs a change');
  expect(await say('payments billing')).toContain('neither + nor -');
  expect(await say('payments +Bil_ling')).toContain('is no namespace');
  expect(await say('payments +payments')).toContain('is there already');
  expect(await say('payments -billing')).toContain('is not there');
  expect(await say('payments -payments')).toContain('/egress-pool revoke payments --all');
  expect(await say('payments +billing', people.stan)).toContain(':no_entry:');
  const planned = await say('payments +billing --dry-run');
  expect(planned).toContain('nothing was changed');
  expect(planned).toContain(first);
  expect(await pool()).toMatchObject({ namespaces: ['payments'] });
  expect(await openRequests()).toEqual([]);
  expect(begin).toBeDefined();
});
