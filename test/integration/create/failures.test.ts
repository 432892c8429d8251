import { afterEach, expect, test } from 'vitest';
import { connect, cs } from '../../emulators/alicloud/harness.ts';
import { home } from '../../support/conversation.ts';
import { people, prodId, type Scenario, startScenario, vpcId } from '../../support/scenario.ts';
import { type Breakage, breakages, turn } from './breakage.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const create = 'create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

/** A create that has failed because of it. */
async function failedCreate({ broken, code, step }: Breakage): Promise<string> {
  scenario = await startScenario({ prepare: (world) => turn(world, broken) });
  const id = await scenario.begin(people.ana, create);
  const { error } = await scenario.until(id, 'failed');
  expect(error).toMatchObject({ code, step });
  return id;
}

test.each(Object.entries(breakages))(
  '%s stops the create, and the thread says what, why and what to do',
  async (_what, breakage) => {
    const id = await failedCreate(breakage);
    const text = await scenario.threadSays(id, 'is *failed*');
    for (const part of [...breakage.words, '_What to do:_']) expect(text).toContain(part);
    expect((await scenario.pool('payments'))?.state).toBe('creating');
    expect(scenario.leftovers('payments').filter((one) => one.startsWith('pod '))).toEqual([]);
    const announced = scenario.world.slack.waitForMessage(
      (one) => one.channelId === home && one.threadTs === undefined && one.text.includes('*failed*'),
      { timeoutMs: 5_000 },
    );
    await announced;
  },
);

test.each(Object.entries(breakages).filter(([, { repaired }]) => repaired))(
  'after %s was put right, Retry makes the pool ready',
  async (_what, breakage) => {
    const id = await failedCreate(breakage);
    turn(scenario.world, breakage.repaired ?? {});
    expect(await scenario.click(people.ana, id, 'retry')).toContain('it is tried again');
    await scenario.until(id, 'done');
    expect((await scenario.pool('payments'))?.state).toBe('ready');
    expect(scenario.leftovers('payments').filter((one) => one.startsWith('vSwitch '))).toHaveLength(2);
  },
);

test.each(Object.entries(breakages))('after %s, Roll back leaves nothing of ours behind', async (_what, breakage) => {
  const id = await failedCreate(breakage);
  expect(await scenario.click(people.ana, id, 'rollback')).toContain('rolled back');
  await scenario.until(id, 'rolled-back');
  expect(scenario.leftovers('payments')).toEqual([]);
  expect(await scenario.pool('payments')).toBeUndefined();
  expect(await scenario.traces(vpcId)).toEqual({ pools: [], operations: [], reservations: [] });
});

test('after the bad node was taken out as the thread says, Retry adds another one and the pool gets ready', async () => {
  const id = await failedCreate(breakages['a node without the taints'] ?? never());
  const { alicloud } = scenario.world;
  const { state, error } = await scenario.operation(id);
  expect(state).toBe('failed');
  const [, nodeName] = /node (\S+) lacks the taint/.exec(error?.text ?? '') ?? [];
  const bad = [...alicloud.state.instances.values()].find(({ node }) => node?.name === nodeName);
  const pool = [...alicloud.state.nodePools.values()].find(
    ({ isDefault, clusterId }) => !isDefault && clusterId === prodId,
  );
  if (!bad || !pool) throw new Error(`no instance ${nodeName}`);
  const request = new cs.RemoveNodePoolNodesRequest({
    instanceIds: [bad.instanceId],
    releaseNode: true,
    drainNode: false,
  });
  await connect(alicloud).cs.removeNodePoolNodes(prodId, pool.nodePoolId, request);
  await expect.poll(() => pool.state).toBe('active');
  await scenario.click(people.ana, id, 'retry');
  await scenario.until(id, 'done');
  expect((await scenario.pool('payments'))?.state).toBe('ready');
  expect(alicloud.state.instances.has(bad.instanceId)).toBe(false);
});

test("the vendor's own words ping nobody when they are shown", async () => {
  scenario = await startScenario();
  const answer = { kind: 'error', status: 400, code: 'Oops', message: '<!channel> <@U01ANA> *bold*' } as const;
  scenario.world.alicloud.faults.add({ call: 'vpc:CreateVSwitch', when: 'before', answer, times: 50 });
  const id = await scenario.begin(people.ana, create);
  await scenario.until(id, 'failed');
  expect(await scenario.threadSays(id, 'is *failed*')).toContain('&lt;!channel&gt;');
  const shown = JSON.stringify(scenario.world.slack.state.messages.map(({ text }) => text));
  expect(shown).not.toContain('<!channel>');
});

function never(): never {
  throw new Error('no such breakage');
}
