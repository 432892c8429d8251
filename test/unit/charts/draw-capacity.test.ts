import { expect, test } from 'vitest';
import { createCharts } from '../../../src/charts/echarts/draw-in-child.ts';

const hourMs = 3_600_000;
const zone = (zoneId: string) => ({
  zoneId,
  points: [-24, -12, 0].map((hours) => ({ tMs: hours * hourMs, used: 30 + hours, fits: 40 })),
  warnAt: 32,
  criticalAt: 36,
});
/** Width and height as they stand in the head of a PNG. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('a curve becomes a picture with a panel for each zone, three at most, and this process stays as small as it was', async () => {
  const charts = createCharts();
  const before = process.memoryUsage().rss;

  const drawn = await Promise.all(
    [1, 2, 8].map((zones) =>
      charts.drawCapacity({ spanMs: 24 * hourMs, zones: Array.from({ length: zones }, (_, at) => zone(`zone-${at}`)) }),
    ),
  );

  for (const png of drawn) expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect(drawn.map(sizeOf)).toEqual([
    [1_200, 386],
    [1_200, 770],
    [1_200, 1_154],
  ]);
  expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
}, 60_000);

test('what cannot be drawn is an error, and the next chart is drawn', async () => {
  const charts = createCharts();
  const broken = { spanMs: Number.NaN, zones: [zone('a')] };

  await expect(charts.drawCapacity(broken)).rejects.toThrow('could not be drawn');
  expect((await charts.drawCapacity({ spanMs: hourMs, zones: [zone('a')] })).length).toBeGreaterThan(1_000);
}, 60_000);
