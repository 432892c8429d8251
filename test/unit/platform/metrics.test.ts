import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/platform/metrics.ts';

test('shows counters, gauges and histograms in the text that Prometheus reads', async () => {
  const metrics = createMetrics();

  metrics.counter({ name: 'calls_total', help: 'calls', labels: ['code'] }).add({ code: 'ok' }, 2);
  metrics.gauge({ name: 'behind', help: 'behind' }).set({}, 7);
  metrics.histogram({ name: 'wait_seconds', help: 'wait', buckets: [1, 2] }).observe({}, 1.5);

  const text = await metrics.text();
  expect(text).toContain('calls_total{code="ok"} 2');
  expect(text).toContain('behind 7');
  expect(text).toContain('wait_seconds_bucket{le="1"} 0');
  expect(text).toContain('wait_seconds_bucket{le="2"} 1');
});

test('gives the same metric to everybody who asks for the same name', async () => {
  const metrics = createMetrics();

  for (let i = 0; i < 2; i++) metrics.counter({ name: 'calls_total', help: 'calls' }).add({});

  expect(await metrics.text()).toContain('calls_total 2');
});

test('refuses a name that is already taken with another shape', () => {
  const metrics = createMetrics();
  metrics.counter({ name: 'calls_total', help: 'calls', labels: ['code'] });

  expect(() => metrics.counter({ name: 'calls_total', help: 'calls' })).toThrow('already');
  expect(() => metrics.gauge({ name: 'calls_total', help: 'calls', labels: ['code'] })).toThrow('already');
});

test('two instances in one process do not share numbers', async () => {
  createMetrics().counter({ name: 'calls_total', help: 'calls' }).add({});

  expect(await createMetrics().text()).not.toContain('calls_total');
});

test('shows the process when asked to', async () => {
  expect(await createMetrics({ processMetrics: true }).text()).toContain('process_resident_memory_bytes');
});
