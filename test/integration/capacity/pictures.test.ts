import { expect, test } from 'vitest';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createCapacityPictures } from '../../../src/slack/capacity-pictures.ts';
import { capacityWrite } from '../../../src/store/capacity-record.ts';
import { openStore } from '../store/open-store.ts';

const of = { poolId: 'pool-1', poolName: 'payments', under: 'alert-pool-1' };

/** Pictures of a pool that was measured once, on real Redis; the drawing and the upload are counted. */
async function openPictures() {
  const { store } = await openStore();
  const pool = { poolId: 'pool-1', atMs: Date.now(), unscheduledPods: 0, forecastAtMs: undefined };
  const zone = {
    ...{ zoneId: 'cn-beijing-h', vSwitches: [], total: 16, usable: 12, used: 10, warm: 0, stranded: 0, free: 2 },
    ...{ nodes: 2, waitingPods: 0, isStarving: false, room: 2, morePods: 0, bitesFirst: 'address' as const },
    ...{ usage: 10 / 12, forecast: { kind: 'unknown' as const } },
    state: { level: 'warn' as const, sinceMs: 1, measuredMs: 1, pending: undefined },
  };
  const document = { pool: { ...pool, zones: [zone] }, hour: undefined, sampledAtMs: undefined };
  await store.writeCapacity([capacityWrite(document, { sample: undefined, hour: undefined })]);
  const done = { drawings: 0, uploads: 0, isSlackDown: false };
  const pictures = createCapacityPictures({
    ...{ store, clock: createClock(), thresholds: { warn: 0.8, critical: 0.9 } },
    log: createLogger({ level: 'silent', write: () => undefined }),
    charts: {
      async drawCapacity() {
        done.drawings += 1;
        return Buffer.from('png');
      },
    },
    api: {
      async uploadPicture() {
        if (done.isSlackDown) throw new Error('slack is down');
        done.uploads += 1;
        return `F${done.uploads}`;
      },
    },
  });
  return { pictures, done };
}

test('the same moment is drawn once, also for another bot, and the next one anew', async () => {
  const { pictures, done } = await openPictures();

  const first = await pictures.take({ ...of, moment: 'warn' });
  const again = await pictures.take({ ...of, moment: 'warn' });
  const next = await pictures.take({ ...of, moment: 'critical' });

  expect(first).toEqual({ fileId: 'F1', altText: expect.stringContaining('10 pods now') });
  expect(again).toEqual(first);
  expect(next?.fileId).toBe('F2');
  expect(done.drawings).toBe(2);
});

test('a picture that cannot be uploaded, or of a pool without numbers, is none and no error', async () => {
  const { pictures, done } = await openPictures();
  done.isSlackDown = true;

  expect(await pictures.take({ ...of, moment: 'warn' })).toBeUndefined();
  expect(await pictures.take({ ...of, poolId: 'pool-2', moment: 'warn' })).toBeUndefined();
  done.isSlackDown = false;

  expect((await pictures.take({ ...of, moment: 'warn' }))?.fileId).toBe('F1');
});
