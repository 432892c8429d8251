import { afterEach, expect, test } from 'vitest';
import { resizePlanSchema } from '../../../src/store/resize-plan-schema.ts';
import { people } from '../../support/scenario.ts';
import { type Resizing, startResizing } from './resizing.ts';

let resizing: Resizing;
afterEach(() => resizing.scenario.close());

/** A finished dry run. */
async function plan(): Promise<string> {
  const id = await resizing.resize('--pods 60 --dry-run');
  await resizing.scenario.until(id, 'done');
  return id;
}

/** Somebody else makes a vSwitch where the plan wants to make one. */
async function takeBlockOf(planId: string): Promise<void> {
  const { steps } = await resizing.scenario.operation(planId);
  const [added] = resizePlanSchema.parse(steps[0]?.record.facts?.plan).added;
  const { vSwitches } = resizing.scenario.world.alicloud.state;
  const [seed] = vSwitches.values();
  if (!seed || !added) throw new Error('nothing is added');
  const thief = { ...seed, vSwitchId: 'vsw-2zethief', vpcId: resizing.before.vpcId, cidrBlock: added.cidrBlock };
  vSwitches.set(thief.vSwitchId, thief);
}

async function confirm(who: string, planId: string): Promise<string> {
  const answer = await resizing.scenario.click(who, planId, 'confirm');
  return /op-[a-z0-9]{12}/.exec(answer)?.[0] ?? answer;
}

test('a plan that was shown is carried out as it is or not at all, for those who may resize', async () => {
  resizing = await startResizing({ grants: [] });
  const { scenario, before } = resizing;

  const old = await plan();
  expect(await confirm(people.stan, old)).toContain('audit log');
  await scenario.say(people.ana, 'describe payments "the nightly report"');
  expect(await confirm(people.ana, old)).toContain('has changed since');
  // The description is written into the pool's record by an operation of its own.
  await expect.poll(() => scenario.traces(before.vpcId)).toMatchObject({ operations: [], reservations: [] });

  const overtaken = await plan();
  await takeBlockOf(overtaken);
  const stopped = await scenario.until(await confirm(people.ana, overtaken), 'failed');
  expect(stopped.error).toMatchObject({ code: 'PLAN_INVALID', step: 'plan' });
  expect(await resizing.pool()).toMatchObject({ state: 'ready', expectedPods: before.expectedPods });

  const last = await plan();
  const id = await confirm(people.olga, last);
  expect(await confirm(people.ana, last)).toBe(id);
  await scenario.until(id, 'done');
  expect(await resizing.pool()).toMatchObject({ expectedPods: 60 });
});
