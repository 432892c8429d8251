import { expect, test } from 'vitest';
import { createLogger, type LogLevel } from '../../../src/platform/logger.ts';

const logger = (level: LogLevel = 'debug') => {
  const lines: string[] = [];
  const log = createLogger({ level, base: { role: 'bot' }, write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
};

test('writes one JSON object per line with level, time, base fields and message', () => {
  const { log, lines, last } = logger();

  log.child({ operationId: 'op-1' }).info({ step: 'canary' }, 'step done');

  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({ level: 'info', role: 'bot', operationId: 'op-1', step: 'canary', msg: 'step done' });
  expect(Date.parse(String(last().time))).not.toBeNaN();
});

test('writes nothing below its level', () => {
  const { log, lines } = logger('warn');

  log.info({}, 'quiet');
  log.debug({}, 'quiet');

  expect(lines).toEqual([]);
});

test.each(['token', 'slackBotToken', 'client_secret', 'Authorization', 'password', 'accessKeySecret', 'kubeconfig'])(
  'takes out what stands under %s, at any depth',
  (key) => {
    const { log, lines } = logger();

    log.warn({ request: { headers: [{ [key]: 'hunter2' }] } }, 'call failed');

    expect(lines.join()).not.toContain('hunter2');
    expect(lines.join()).toContain('[secret]');
  },
);

test('takes out tokens and passwords that stand inside texts and errors', () => {
  const { log, lines } = logger();
  const cause = new Error('connect redis://app:hunter2@cache:6379 failed');

  log.error({ err: new Error('invalid_auth for xoxb-1-2-hunter2', { cause }) }, 'start failed');
  log.error({ text: 'Authorization: Bearer hunter2hunter2', app: 'xapp-1-A0-hunter2' }, 'start failed');

  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join()).toContain('[secret]@cache:6379');
});

test('shows of an error only name, message, code, stack and cause', () => {
  const { log, last } = logger();
  const err = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', config: { headers: { a: 'b' } } });

  log.error({ err }, 'call failed');

  expect(Object.keys(last().err as object).sort()).toEqual(['code', 'message', 'name', 'stack']);
});

test('keeps idempotency tokens, which support asks for', () => {
  const { log, last } = logger();

  log.info({ clientToken: 'c-1' }, 'created');

  expect(last().clientToken).toBe('c-1');
});

test('survives values that refer to themselves', () => {
  const { log, lines } = logger();
  const loop: Record<string, unknown> = {};
  loop.self = loop;

  log.info({ loop }, 'looped');

  expect(lines).toHaveLength(1);
});
