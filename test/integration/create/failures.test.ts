import { afterEach, expect, test } from 'vitest';
import { home } from '../../support/conversation.ts';
import { people, type Scenario, startScenario, vpcId } from '../../support/scenario.ts';
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
