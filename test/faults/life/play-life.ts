import { setTimeout as delay } from 'node:timers/promises';
import { checkNothingLeft } from '../check-world.ts';
import { askToCreate, untilState } from '../operations.ts';
import { until, untilNothing } from '../until.ts';
import { checkAlways, checkRegistry } from './check-life.ts';
import { chooseDeed, poolNames } from './deeds.ts';
import { type LifeStage, openLifeStage } from './life-stage.ts';
import { settle, takeAllAway } from './settle.ts';

const scale = 25;
const lookEveryMs = 100;
/** What people see follows at the pace that Slack allows: a message a second in a channel. */
const restsWithinMs = 120_000;

/** Random deeds on a stage of its own, until everything is taken away again. Answers what was wrong, and the deeds. */
export async function playLife(given: {
  random: () => number;
  deeds: number;
}): Promise<{ problems: string[]; deeds: string[] }> {
  const stage = await openLifeStage(scale);
  const deeds: string[] = [];
  try {
    return { problems: await watched(stage, () => play(stage, given, deeds)), deeds };
  } catch (err) {
    return { problems: [err instanceof Error ? err.message : String(err)], deeds };
  } finally {
    await stage.close();
  }
}

/** Looks all the time while it is played: what must never be may be over a moment later. */
async function watched(stage: LifeStage, playing: () => Promise<string[]>): Promise<string[]> {
  const seen: string[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted && seen.length === 0) {
      seen.push(...(await checkAlways(stage)));
      await delay(lookEveryMs);
    }
  })();
  try {
    return [...(await playing()), ...seen];
  } finally {
    over.abort();
    await watching;
  }
}

async function play(
  stage: LifeStage,
  { random, deeds: count }: { random: () => number; deeds: number },
  deeds: string[],
): Promise<string[]> {
  // A life without any pool shows little.
  await askToCreate(stage, ['cn-beijing-h']);
  await untilState(stage, 'create-pool', 'done');
  while (deeds.length < count) {
    deeds.push(await chooseDeed(random).act(stage, random));
    await callsPass(stage, Math.floor(random() * 40));
  }
  await settle(stage);
  const atRest = await untilNothing(restsWithinMs, () => checkRegistry(stage));
  if (atRest.length > 0) return atRest;
  await takeAllAway(stage);
  return untilNothing(restsWithinMs, async () => [
    ...(await checkRegistry(stage)),
    ...(await Promise.all(poolNames.map((name) => checkNothingLeft(stage, { name, cluster: 'prod' })))).flat(),
  ]);
}

/** Lets the service make so many calls, or nothing more if it has nothing to do. */
async function callsPass({ world }: LifeStage, count: number): Promise<void> {
  const made = () => world.alicloud.journal.length + world.kubernetes.journal.entries.length;
  const before = made();
  await until(`${count} calls are made`, 2_000, async () => made() >= before + count).catch(() => undefined);
}
