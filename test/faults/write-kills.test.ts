import { afterEach, expect, test } from 'vitest';
import { startWorld } from '../../emulators/world/world.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { checkAccess } from './check-grant.ts';
import {
  approvals,
  grantAccess,
  primaryId,
  readyPool,
  replicaId,
  theGrant,
  untilEverythingEnded,
} from './grant-flow.ts';
import { ana } from './operations.ts';
import { createPeople, type Played } from './played.ts';
import { openScene } from './scene.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { until, untilNothing } from './until.ts';

/** A dead worker's jobs are found after 15 s, which is 5 min of domain time: less than any step's deadline. */
const scale = 20;
const write = 'rds:ModifySecurityIps';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

test('access opens and closes exactly while workers are killed in the middle of whitelist writes', async () => {
  const redisUrl = await freshRedisUrl();
  const world = await startWorld({ scale });
  const scene = openScene(world, redisUrl);
  const stage: Played = { ...scene, ...createPeople(world, async () => undefined) };
  const start = (role: ServiceProcess['role']) => startServiceProcess({ world, redisUrl, role, file: { approvals } });
  const bot = start('bot');
  let worker = start('worker');
  ending.push(async () => {
    await Promise.all([bot.kill(), worker.kill()]);
    await scene.close();
  });
  /** The next write of each kind hangs, its worker is killed under it, and another one comes. */
  const killDuring = async (moments: readonly ('before' | 'after')[]) => {
    for (const when of moments) {
      world.alicloud.faults.add({ call: write, when, answer: { kind: 'hang' } });
      const sent = () => world.alicloud.journal.filter(({ name }) => name === write).length;
      const before = sent();
      await until('a whitelist is being written', 90_000, async () => sent() > before);
      await worker.kill();
      worker = start('worker');
    }
  };
  await readyPool(stage);

  await Promise.all([grantAccess(stage), killDuring(['before', 'after'])]);
  const revoking = stage.say({
    userId: ana,
    text: `/egress-pool revoke payments ${primaryId}`,
    isTaken: async () => (await theGrant(stage)).state !== 'active',
  });
  await Promise.all([revoking, killDuring(['after', 'before'])]);
  await untilEverythingEnded(stage, 'ended');

  const problems = await untilNothing(60_000, () =>
    checkAccess(stage, {
      state: 'ended',
      foreign: { [primaryId]: [], [replicaId]: [] },
      writes: { [primaryId]: 2, [replicaId]: 2 },
      requests: [{ kind: 'first-grant', state: 'approved', says: /ended/i }],
    }),
  );
  expect(problems).toEqual([]);
});
