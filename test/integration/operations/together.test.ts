import { afterEach, expect, test } from 'vitest';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const zones = '--zones cn-beijing-h,cn-beijing-g';

async function cidrsOf(...names: string[]): Promise<string[]> {
  const pools = await Promise.all(names.map((name) => scenario.pool(name)));
  return pools.flatMap((pool) => pool?.vSwitches.map(({ cidrBlock }) => cidrBlock) ?? []);
}

test.each([
  ['one VPC, two clusters', 'prod', 'staging'],
  ['one cluster', 'prod', 'prod'],
])(
  'two creates at the same moment in %s are both ready, with CIDRs apart, and one shows its place in line',
  async (_where, first, second) => {
    scenario = await startScenario({ scale: 150 });
    const lines = new Set<string>();
    const [one, two] = await Promise.all([
      scenario.begin(people.ana, `create payments --pods 40 --cluster ${first} ${zones}`),
      scenario.begin(people.olga, `create billing --pods 40 --cluster ${second} ${zones}`),
    ]);
    const look = async () => {
      const operations = await Promise.all([scenario.operation(one), scenario.operation(two)]);
      for (const { steps } of operations)
        for (const { record } of steps) if (record.waitingFor) lines.add(record.waitingFor);
      return operations.map(({ state }) => state);
    };
    await expect.poll(look, { timeout: 30_000, interval: 5 }).toEqual(['done', 'done']);
    expect([...(await cidrsOf('payments', 'billing'))].sort()).toEqual([
      '10.64.128.0/25',
      '10.64.128.128/25',
      '10.64.129.0/25',
      '10.64.129.128/25',
    ]);
    expect([...lines].filter((line) => /^its turn: second in line behind (payments|billing)$/.test(line))).not.toEqual(
      [],
    );
    const vSwitches = [...scenario.world.alicloud.state.vSwitches.values()].filter(
      ({ tags }) => tags['egress-pool/pool'],
    );
    expect(vSwitches).toHaveLength(4);
  },
);

test('the same name twice at once: one wins, the other is told that the name is taken', async () => {
  scenario = await startScenario();
  const command = `create payments --pods 40 --cluster prod ${zones}`;
  const answers = await Promise.all([scenario.say(people.ana, command), scenario.say(people.olga, command)]);
  expect(answers.filter((text) => text.includes('Creating pool'))).toHaveLength(1);
  expect(answers.filter((text) => text.includes('there is a pool "payments" already'))).toHaveLength(1);
  const id = /op-[a-z0-9]{12}/.exec(answers.join())?.[0] ?? '';
  await scenario.until(id, 'done');
  expect(await cidrsOf('payments')).toHaveLength(2);
});

test('a name is free again after its pool was rolled back, and so are its addresses', async () => {
  scenario = await startScenario();
  scenario.world.kubernetes.settings.failingImages = ['netcheck'];
  const id = await scenario.begin(people.ana, `create payments --pods 40 --cluster prod ${zones}`);
  await scenario.until(id, 'failed');
  await scenario.click(people.ana, id, 'rollback');
  await scenario.until(id, 'rolled-back');
  scenario.world.kubernetes.settings.failingImages = [];
  await scenario.until(await scenario.begin(people.ana, `create payments --pods 40 --cluster prod ${zones}`), 'done');
  expect(await cidrsOf('payments')).toEqual(['10.64.128.0/25', '10.64.128.128/25']);
});
