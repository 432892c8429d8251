import { afterEach, expect, test } from 'vitest';
import { home } from '../../support/conversation.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';
import { breakages, turn } from '../create/breakage.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

async function failedCreate(flags = ''): Promise<string> {
  scenario = await startScenario({
    prepare: (world) => turn(world, breakages['a Kubernetes identity without a right']?.broken ?? {}),
  });
  const id = await scenario.begin(people.ana, `${create} ${flags}`);
  await scenario.until(id, 'failed');
  turn(scenario.world, { kubernetes: { denied: [] } });
  return id;
}

test.each([
  ['its requester, where no owner group is named', '', people.ana],
  ['an operator', '', people.olga],
  ['a member of its owner group', '--owner S0SEC0001', people.sara],
])('%s may retry', async (_who, flags, user) => {
  const id = await failedCreate(flags);
  await expect.poll(() => scenario.say(user, `retry ${id}`), { timeout: 10_000 }).toContain('it is tried again');
  await scenario.until(id, 'done');
});

test.each([
  ['a stranger', '', people.stan],
  ['the requester, where an owner group is named that has not the requester in it', '--owner S0SEC0001', people.ana],
])('%s is refused privately on every path, and the attempts are in the audit log', async (_who, flags, user) => {
  const id = await failedCreate(flags);
  for (const button of ['retry', 'rollback'] as const) {
    expect(await scenario.click(user, id, button)).toContain('This attempt is in the audit log');
  }
  expect(await scenario.say(user, `cancel ${id}`)).toContain('This attempt is in the audit log');
  expect((await scenario.operation(id)).state).toBe('failed');
  const attempts = async () =>
    (await scenario.audit())
      .filter(({ actor, subject }) => actor.endsWith(user) && subject === id)
      .map(({ what }) => what);
  await expect.poll(attempts).toEqual(expect.arrayContaining(['action.refused', 'action.refused', 'command.refused']));
});

test('twenty clicks on Retry at once are one retry, and nineteen are told that it runs already', async () => {
  const id = await failedCreate();
  const { slack } = scenario.world;
  await scenario.threadSays(id, 'is *failed*');
  const message = scenario.progressOf(id);
  if (!message) throw new Error('no progress');
  const target = { channelId: home, messageTs: message.ts, actionId: 'operation_retry' };
  const before = scenario.privateAnswers(people.ana).length;
  await Promise.all(Array.from({ length: 20 }, () => slack.as(people.ana).click(target)));
  await expect.poll(() => scenario.privateAnswers(people.ana).length, { timeout: 5_000 }).toBe(before + 20);
  const answers = scenario.privateAnswers(people.ana).slice(before);
  expect(answers.filter((text) => text.includes('it is tried again'))).toHaveLength(1);
  await scenario.until(id, 'done');
  const retries = (await scenario.audit()).filter(
    ({ what, subject }) => what === 'operation.retry-asked' && subject === id,
  );
  expect(retries).toHaveLength(1);
  expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch'))).toHaveLength(2);
});

test('a button that was left standing does nothing once the pool is ready, and says so', async () => {
  const id = await failedCreate();
  await scenario.threadSays(id, 'is *failed*');
  const stale = structuredClone(scenario.progressOf(id));
  await scenario.say(people.ana, `retry ${id}`);
  await scenario.until(id, 'done');
  await scenario.threadSays(id, 'is *done*');
  const message = scenario.progressOf(id);
  if (!message || !stale) throw new Error('no progress');
  message.blocks = stale.blocks ?? [];
  expect(await scenario.click(people.ana, id, 'rollback')).toContain('is done;');
  expect((await scenario.pool('payments'))?.state).toBe('ready');
});

test('an operation that does not exist is answered with how to find the ones that do', async () => {
  scenario = await startScenario();
  expect(await scenario.say(people.ana, 'retry op-aaaaaaaaaaaa')).toContain('/egress-pool status');
});
