import { afterEach, expect, test } from 'vitest';
import { people } from '../../support/scenario.ts';
import { databases, type NamespaceScene, namespaceScene } from './namespace-scene.ts';

const [first] = databases;
const david = 'U02DAVID';

let scene: NamespaceScene;
afterEach(() => scene.scenario.close());

async function setUp(instanceIds: string[] = []) {
  scene = await namespaceScene(instanceIds);
  return scene;
}

/** A change that everybody has agreed to, stuck right after the cluster was told to let the new namespace in. */
async function stuckAfterGuard() {
  const { approveAs, begin, guard, scenario } = await setUp([first]);
  const before = guard();
  const headers = { 'retry-after': '600' };
  scenario.world.kubernetes.faults.add({
    ...{ call: 'list pods', when: 'before', times: 1_000 },
    answer: { kind: 'error', status: 503, code: 'ServiceUnavailable', headers },
  });
  const id = await begin('+billing -payments');
  await approveAs(first, david, people.sara);
  await expect.poll(guard, { timeout: 20_000, interval: 20 }).toContain("'billing'");
  return { ...scene, id, before };
}

test('a freeze after the cluster lets the new namespace in keeps it out again', async () => {
  const { before, id, guard, pool, scenario } = await stuckAfterGuard();

  await scenario.say(people.olga, 'freeze "incident 42"');
  const stopped = await scenario.until(id, 'failed');

  expect(stopped.error?.text).toContain('incident 42');
  expect(guard()).toBe(before);
  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments'] });
});

test('while the new namespace cannot be kept out again the pool stays held, and people are told how to go on', async () => {
  const { before, id, guard, pool, scenario } = await stuckAfterGuard();
  const { settings } = scenario.world.kubernetes;
  settings.denied = [{ verb: 'patch', resource: 'validatingadmissionpolicies' }];

  await scenario.click(people.ana, id, 'cancel');
  await scenario.until(id, 'cancelled');
  expect(await pool()).toMatchObject({ state: 'changing', namespaces: ['payments'] });
  await scenario.threadSays(id, 'could not be put back');
  settings.denied = [];
  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back');

  expect(guard()).toBe(before);
  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments'] });
});

test('a roll back of a change that was made is refused until it is changed back', async () => {
  const { begin, pool, scenario } = await setUp();
  const { settings } = scenario.world.kubernetes;
  settings.denied = [{ verb: 'patch', resource: 'configmaps' }];
  const id = await begin('+billing');
  await scenario.until(id, 'failed');
  settings.denied = [];

  await scenario.click(people.ana, id, 'rollback');
  const refused = await scenario.until(id, 'waiting');
  expect(refused.error?.text).toContain('/egress-pool namespaces payments -billing');
  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments', 'billing'] });
  await scenario.until(await begin('-billing'), 'done');
  await scenario.click(people.ana, id, 'retry');
  await scenario.until(id, 'rolled-back');

  expect(await pool()).toMatchObject({ state: 'ready', namespaces: ['payments'] });
});

test('one change of a pool at a time: another is refused until that one has ended', async () => {
  const { approveAs, begin, pool, requestFor, scenario } = await setUp([first]);
  const id = await begin('+billing');
  await requestFor(first);

  const other = await scenario.say(people.ana, 'namespaces payments +ledger');
  const larger = await scenario.say(people.ana, 'resize payments --pods 200');
  expect(other).toContain('is not finished');
  expect(other).toContain(`/egress-pool status ${id}`);
  expect(larger).toContain(`/egress-pool status ${id}`);
  await scenario.click(people.ana, id, 'cancel');
  await scenario.until(id, 'cancelled');
  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back');
  const next = await begin('+ledger');
  await approveAs(first, david, people.sara);
  await scenario.until(next, 'done');

  const after = await pool();
  expect(after).toMatchObject({ state: 'ready', namespaces: ['payments', 'ledger'] });
  expect(after.changedBy).toBeUndefined();
});
