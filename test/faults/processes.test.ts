import { afterEach, expect, test } from 'vitest';
import { startWorld } from '../../emulators/world/world.ts';
import { createRandom } from '../support/random.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { checkRest } from './check-rest.ts';
import { checkMessages, checkReadyPool } from './check-world.ts';
import { manyClusters } from './many-clusters.ts';
import { openScene, type Scene } from './scene.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { until, untilNothing } from './until.ts';

const isComplete = process.env.FAULTS === 'all';
const seed = Number(process.env.FAULT_SEED ?? Math.floor(Date.now() / 86_400_000));
const { kills, freezes, creates } = isComplete
  ? { kills: 50, freezes: 3, creates: 10 }
  : { kills: 12, freezes: 1, creates: 4 };
/** A dead worker's jobs are found after 15 s, which is 5 min of domain time: less than any step's deadline. */
const scale = 20;
/** The lock of a job lasts ten seconds; whoever sleeps longer has lost it. */
const pastTheLockMs = 12_000;
const zone = 'cn-beijing-h';

const opened: { processes: ServiceProcess[]; scene: Scene }[] = [];
afterEach(async () => {
  for (const { processes, scene } of opened.splice(0)) {
    await Promise.all(processes.map((one) => one.kill()));
    await scene.close();
  }
});

test('every pool is made exactly once while processes are killed and frozen', async () => {
  const redisUrl = await freshRedisUrl();
  const world = await startWorld({ scale, seed: manyClusters(creates) });
  const scene = openScene(world, redisUrl);
  const start = (role: ServiceProcess['role']) => startServiceProcess({ world, redisUrl, role });
  const processes = [start('worker'), start('worker'), start('bot')];
  opened.push({ processes, scene });
  const random = createRandom(seed);
  const asking = askForPools(scene);

  const chaos = [...Array(kills).fill('kill'), ...Array(freezes).fill('freeze')]
    .map((act: 'kill' | 'freeze') => ({ act, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank);
  for (const { act } of chaos) {
    await callsPass(scene, 3 + Math.floor(random() * 25));
    const index = act === 'freeze' ? Math.floor(random() * 2) : Math.floor(random() * 3);
    const victim = processes[index];
    if (!victim) continue;
    if (act === 'kill') {
      await victim.kill();
      processes[index] = start(victim.role);
    } else await sleepPastTheLock(victim);
  }
  await asking;
  const problems = await untilNothing(120_000, () => findProblems(scene));

  console.log(`processes: ${kills} kills and ${freezes} freezes over ${creates} creates (seed ${seed})`);
  expect(problems).toEqual([]);
});

const poolName = (number: number) => `payments-${number}`;

/** Types each command until it is taken, as a person does whom Slack tells that nobody answered. */
async function askForPools({ world, operations }: Scene): Promise<void> {
  for (const [index, { name }] of world.seed.clusters.entries()) {
    const pool = poolName(index + 1);
    await until(`the create of ${pool} is taken`, 90_000, async () => {
      const text = `/egress-pool create ${pool} --pods 40 --cluster ${name} --zones ${zone} --namespaces payments`;
      await world.slack.as('U01ANA').command('C0PLATFORM', text);
      return (await operations()).some(({ poolName }) => poolName === pool);
    });
  }
}

/** Waits until the service has made so many calls: chaos comes while something is going on. */
async function callsPass({ world }: Scene, count: number): Promise<void> {
  const made = () => world.alicloud.journal.length + world.slack.journal.calls.length;
  const before = made();
  await until(`${count} calls more are made`, 60_000, async () => made() >= before + count);
}

async function sleepPastTheLock(victim: ServiceProcess): Promise<void> {
  victim.freeze();
  const frozenAt = performance.now();
  await until('the lock is lost', pastTheLockMs * 2, async () => performance.now() - frozenAt > pastTheLockMs);
  victim.thaw();
}

async function findProblems(scene: Scene): Promise<string[]> {
  const operations = await scene.operations();
  const perPool = scene.world.seed.clusters.map(async ({ name: cluster }, index) => {
    const name = poolName(index + 1);
    const own = operations.filter((operation) => operation.poolName === name);
    const [operation] = own;
    if (!operation || own.length > 1) return [`${own.length} operations for ${name}`];
    if (operation.state !== 'done') return [`${name}: ${operation.state} ${JSON.stringify(operation.error)}`];
    return [
      ...(await checkReadyPool(scene, { name, cluster, zones: [zone] })),
      ...checkMessages(scene, operation, /ready|done/i),
    ].map((problem) => `${name}: ${problem}`);
  });
  return [...(await Promise.all(perPool)).flat(), ...(await checkRest(scene))];
}
