import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createLogger } from '../../../src/platform/logger.ts';
import { createShutdown } from '../../../src/platform/shutdown.ts';

const harness = (graceMs = 1000) => {
  const signals = new EventEmitter();
  const exits: number[] = [];
  const exited = Promise.withResolvers<number>();
  const shutdown = createShutdown({
    log: createLogger({ level: 'silent' }),
    graceMs,
    signals,
    exit: (code) => {
      exits.push(code);
      exited.resolve(code);
    },
  });
  return { signals, exits, exited: exited.promise, shutdown };
};

test.each(['SIGTERM', 'SIGINT'])('on %s ends the last part first and exits with 0', async (signal) => {
  const { shutdown, signals, exited } = harness();
  const ended: string[] = [];
  shutdown.register('store', () => void ended.push('store'));
  shutdown.register('workers', () => void ended.push('workers'));

  signals.emit(signal);

  expect(await exited).toBe(0);
  expect(ended).toEqual(['workers', 'store']);
});

test('ends the other parts and exits with 1 when one fails', async () => {
  const { shutdown, signals, exited } = harness();
  const ended: string[] = [];
  shutdown.register('store', () => void ended.push('store'));
  shutdown.register('slack', () => Promise.reject(new Error('no')));

  signals.emit('SIGTERM');

  expect(await exited).toBe(1);
  expect(ended).toEqual(['store']);
});

test('exits with 1 when the time runs out', async () => {
  const { shutdown, signals, exited } = harness(20);
  shutdown.register('stuck', () => new Promise(() => {}));

  signals.emit('SIGTERM');

  expect(await exited).toBe(1);
});

test('a second signal exits at once', async () => {
  const { shutdown, signals, exits } = harness();
  shutdown.register('stuck', () => new Promise(() => {}));

  signals.emit('SIGTERM');
  signals.emit('SIGINT');

  expect(exits).toEqual([1]);
});

test('tells each part how much time is left', async () => {
  const { shutdown, exited } = harness(1000);
  const told: number[] = [];
  shutdown.register('store', (graceMs) => void told.push(graceMs));

  await shutdown.stop('test');

  expect(await exited).toBe(0);
  expect(told[0]).toBeGreaterThan(0);
  expect(told[0]).toBeLessThanOrEqual(1000);
});
