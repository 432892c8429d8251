import { afterEach, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '../../../src/platform/http-server.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import type { ReadinessCheck } from '../../../src/platform/readiness.ts';

const running: HttpServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close(0))));

async function start(readiness: ReadinessCheck[] = []) {
  const metrics = createMetrics();
  metrics.counter({ name: 'calls_total', help: 'calls' }).add({});
  const log = createLogger({ level: 'silent' });
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, readiness, metrics, log });
  running.push(server);
  const get = (path: string) => fetch(`${server.url}${path}`);
  return { server, get };
}

test('healthz answers while the event loop turns', async () => {
  const { get } = await start([{ name: 'redis', check: () => 'down' }]);

  expect((await get('/healthz')).status).toBe(200);
});

test('readyz names each check and why it is not ready', async () => {
  const { get } = await start([
    { name: 'redis', check: () => undefined },
    { name: 'slack', check: () => 'socket not connected' },
    { name: 'cloud', check: () => Promise.reject(new TypeError('secret detail')) },
  ]);

  const response = await get('/readyz');

  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    status: 'not ready',
    checks: { redis: 'ok', slack: 'socket not connected', cloud: 'TypeError' },
  });
});

test('readyz is 200 when all checks pass and 503 while draining', async () => {
  const { server, get } = await start([{ name: 'redis', check: () => undefined }]);

  expect((await get('/readyz')).status).toBe(200);
  server.drain();
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/healthz')).status).toBe(200);
});

test('metrics shows the numbers, and unknown paths are not found', async () => {
  const { get } = await start();

  expect(await (await get('/metrics')).text()).toContain('calls_total 1');
  expect((await get('/nope')).status).toBe(404);
});

test('a mounted listener gets its path with the body unread', async () => {
  const { server } = await start();
  server.mount('/slack/events', async (request, response) => {
    const body = (await request.toArray()).join('');
    response.end(`got ${body}`);
  });

  const response = await fetch(`${server.url}/slack/events`, { method: 'POST', body: 'a=b' });

  expect(await response.text()).toBe('got a=b');
});

test('closing waits for the request that runs and cuts it when the time is over', async () => {
  const { server } = await start();
  const arrived = Promise.withResolvers<void>();
  server.mount('/stuck', () => arrived.resolve());
  const request = fetch(`${server.url}/stuck`).then(
    () => 'answered',
    () => 'cut',
  );
  await arrived.promise;

  await server.close(30);

  expect(await request).toBe('cut');
});
