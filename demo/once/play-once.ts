import { lastLines } from '../service-process.ts';
import type { Demo } from '../start-demo.ts';
import type { CheckedGrant } from './check-grant.ts';
import type { CheckedPool } from './check-pool.ts';
import { type CheckedCapacity, playCapacity } from './play-capacity.ts';
import { playCreate } from './play-create.ts';
import { playGrant } from './play-grant.ts';
import { beginStory } from './story.ts';

export interface StoryResult {
  ok: boolean;
  pool: CheckedPool;
  grant: CheckedGrant;
  capacity: CheckedCapacity;
  /** Since the demo was started. */
  seconds: number;
  /** Calls that reached the cloud, by name. */
  apiCalls: Record<string, number>;
  /** What did not hold. */
  failed?: string[];
}

/** A pool is made, a database is opened to it, and pods fill it until its alert; every claim is looked up in the emulators themselves. */
export async function playOnce(o: { demo: Demo; signal: AbortSignal; beganAt: number }): Promise<StoryResult> {
  const { demo, signal, beganAt } = o;
  const story = beginStory(demo, signal);
  const { pool, checks } = await playCreate(story);
  const { grant, checks: more } = await playGrant(story, pool);
  const { capacity, checks: last } = await playCapacity(story, pool);
  const failed = [...checks, ...more, ...last].filter(({ ok }) => !ok).map(({ what }) => what);
  if (failed.length > 0) console.error(`\nthe end of the service's log:\n${lastLines(demo.logPath)}`);
  const seconds = Math.round((performance.now() - beganAt) / 100) / 10;
  const apiCalls = countsOf(demo.world.alicloud.journal.map(({ name }) => name));
  return {
    ok: failed.length === 0,
    pool,
    grant,
    capacity,
    seconds,
    apiCalls,
    ...(failed.length > 0 ? { failed } : {}),
  };
}

function countsOf(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
