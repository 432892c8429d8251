import { afterAll, beforeAll, expect, test } from 'vitest';
import { home } from '../../support/conversation.ts';
import { people, type Scenario, startScenario, vpcId, worldSnapshot } from '../../support/scenario.ts';

// One world for all: every case asserts that it left the world as it was.
let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario({ knowsClouds: true });
});
afterAll(() => scenario.close());

const traces = async () => ({
  store: await scenario.traces(vpcId),
  world: worldSnapshot(scenario),
  messages: scenario.world.slack.state.messages.length,
  audit: (await scenario.audit()).length,
});

async function expectRefused(user: string, command: string, words: string[]): Promise<string> {
  const before = await traces();
  const answer = await scenario.say(user, command);
  for (const part of words) expect(answer).toContain(part);
  expect(await traces()).toEqual(before);
  return answer;
}

test.each([
  [
    'an unknown subcommand, with the nearest one',
    'crate payments --pods 40',
    ['crate', 'create', '/egress-pool create payments'],
  ],
  ['an unknown flag, with the nearest one', 'create payments --pod 40 --cluster prod', ['--pod', '--pods']],
  ['a flag of another system', 'create payments --pods 40 --cluster prod --frobnicate 3', ['--frobnicate']],
  ['a name with capitals', 'create Payments --pods 40 --cluster prod', ['*name*', 'payments']],
  ['a name that is too long', `create ${'a'.repeat(41)} --pods 40 --cluster prod`, ['*name*', '40 at most']],
  [
    'no cluster where there are several',
    'create payments --pods 40',
    ['*cluster*', 'prod, staging, legacy', '--cluster prod'],
  ],
  ['an unknown cluster', 'create payments --pods 40 --cluster prot', ['*cluster*', 'prot', '--cluster prod']],
  [
    'an unknown zone',
    'create payments --pods 40 --cluster prod --zones cn-beijing-x',
    ['*zones*', 'cn-beijing-x', '--zones cn-beijing-h,cn-beijing-g'],
  ],
  [
    'a zone without node vSwitch',
    'create payments --pods 40 --cluster staging --zones cn-beijing-i',
    ['*zones*', 'cn-beijing-i', 'node vSwitch'],
  ],
  [
    'an unknown instance type',
    'create payments --pods 40 --cluster prod --instance-type ecs.g7.xlrge',
    ['*instance-type*', '--instance-type ecs.g7.xlarge'],
  ],
  ['no pods', 'create payments --cluster prod', ['*pods*', '--pods 40']],
  ['zero pods', 'create payments --pods 0 --cluster prod', ['*pods*', '--pods 40']],
  ['a negative number of pods', 'create payments --pods -3 --cluster prod', ['pods', '--pods 40']],
  ['more pods than any pool holds', 'create payments --pods 99999 --cluster prod', ['*pods*', '30000']],
  [
    'fewer nodes than zones',
    'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g --nodes 1',
    ['*nodes*', '--nodes 2'],
  ],
  [
    'more pods than any free block holds',
    'create payments --pods 12000 --cluster prod --zones cn-beijing-h,cn-beijing-g --instance-type ecs.g7.4xlarge',
    ['*pods*', 'need 2 free /17 blocks, and 10.64.128.0/17 has no room', '--pods 6000'],
  ],
  ['more pods than the nodes hold', 'create payments --pods 400 --cluster prod --nodes 3', ['*nodes*', '--nodes 9']],
  [
    'one node for the three zones of the cluster',
    'create payments --pods 40 --cluster prod --nodes 1',
    ['*nodes*', 'every zone needs one', '--nodes 3'],
  ],
  ['a range upside down', 'create payments --pods 40 --cluster prod --nodes 5..2', ['*nodes*', '2..5']],
  [
    'a zone named twice',
    'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-h',
    ['*zones*', 'twice'],
  ],
  [
    'a namespace that is none',
    'create payments --pods 40 --cluster prod --namespaces Pay_ments',
    ['*namespaces*', '--namespaces payments,billing'],
  ],
  ['an owner that is no group', 'create payments --pods 40 --cluster prod --owner everybody', ['*owner*', '--owner']],
  ['a duration that is none', 'create payments --pods 40 --cluster prod --ttl soon', ['*ttl*', '--ttl 30d']],
  ['quotes that do not end', 'create payments --pods 40 --cluster "prod', ['quot']],
  ['a flag given twice', 'create payments --pods 40 --pods 50 --cluster prod', ['*pods*', 'more than once']],
  ['a second name', 'create payments billing --pods 40 --cluster prod', ['billing']],
])('%s is answered privately and leaves nothing behind', async (_what, command, words) => {
  await expectRefused(people.ana, command, words);
});

test('every problem is named at once, not one after the other', async () => {
  await expectRefused(people.ana, 'create Bad_Name --pods 0 --cluster nowhere --nodes none', [
    '*name*',
    '*pods*',
    '*cluster*',
    '*nodes*',
  ]);
});

test('five thousand characters are answered in a message that Slack takes', async () => {
  const answer = await expectRefused(people.ana, `create ${'x'.repeat(5_000)} --pods 40 --cluster prod`, [
    'at most 2000',
  ]);
  expect(answer.length).toBeLessThan(1_500);
});

test.each(['name', 'cluster', 'zones', 'instance-type', 'nodes', 'namespaces', 'owner', 'ttl', 'pods'])(
  'a ping to everybody in %s pings nobody',
  async (field) => {
    const given: Record<string, string> = { name: 'payments', cluster: 'prod', pods: '40', [field]: '<!channel>' };
    const { name, ...flags } = given;
    const text = Object.entries(flags).map(([flag, value]) => `--${flag} "${value}"`);
    const answer = await expectRefused(people.ana, `create "${name}" ${text.join(' ')}`, [`*${field}*`]);
    expect(answer).not.toContain('<!channel>');
    expect(answer).toContain('&lt;!channel&gt;');
  },
);

test.each([
  ['a person without rights', people.stan, 'not among those who may create pools'],
  ['a person of another workspace who is in the group', people.eve, 'not among those who may create pools'],
  ['a deactivated person who is still in the group', people.gone, 'not among those who may create pools'],
])('%s may not create a pool', async (_who, user, words) => {
  const { members } = scenario.world.slack.state.channels.get(home) ?? { members: new Set() };
  members.add(user);
  const before = { ...(await traces()), audit: 0 };
  expect(await scenario.say(user, 'create payments --pods 40 --cluster prod')).toContain(words);
  expect({ ...(await traces()), audit: 0 }).toEqual(before);
});

test('an attempt of somebody who may not is in the audit log, with who and what', async () => {
  await scenario.say(people.stan, 'create secrets --pods 40 --cluster prod');
  const refusals = async () => (await scenario.audit()).filter(({ actor }) => actor.endsWith(people.stan)).at(-1);
  await expect.poll(refusals).toMatchObject({ what: 'command.refused', subject: 'create' });
});
