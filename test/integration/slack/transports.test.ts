import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { channels, people, type SlackEdge, startSlackEdge } from './start-slack-edge.ts';

const timeout = 15_000;

let edge: SlackEdge;
afterEach(() => edge.close());

const list = async () => (await edge.slack.as(people.ana).command(channels.team, '/egress-pool list'))?.isAcked;

const opened = () => edge.slack.journal.calls.filter(({ method }) => method === 'apps.connections.open').length;

describe('socket mode', () => {
  it.each(['dropSockets', 'refreshSockets'] as const)('comes back after %s', async (what) => {
    edge = await startSlackEdge('socket');

    edge.slack.settings[what]();

    await expect.poll(opened, { timeout }).toBe(2);
    await expect.poll(() => edge.slack.connections() === 1 && edge.edge.isConnected(), { timeout }).toBe(true);
    expect(await list()).toBe(true);
  });

  it('comes back when opening a connection fails in between', async () => {
    edge = await startSlackEdge('socket');
    for (const answer of [
      { kind: 'reset' },
      { kind: 'error', status: 500, code: 'oops' },
      { kind: 'garbage' },
    ] as const) {
      edge.slack.faults.add({ call: 'apps.connections.open', when: 'before', answer });
    }

    edge.slack.settings.dropSockets();

    await expect.poll(() => edge.edge.isConnected(), { timeout }).toBe(false);
    await expect.poll(() => edge.edge.isConnected(), { timeout }).toBe(true);
    expect(await list()).toBe(true);
  });
});

describe('signed http', () => {
  const send = async (atMs: number, secret = 'shhh') => {
    const body = `command=%2Fegress-pool&text=list&user_id=${people.ana}&team_id=T0ACME0001&channel_id=C1&trigger_id=1.2`;
    const timestamp = String(Math.floor(atMs / 1000));
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    };
    return (await fetch(edge.requestUrl, { method: 'POST', headers, body })).status;
  };

  it('takes a signed request once', async () => {
    edge = await startSlackEdge('http');
    const now = Date.now();

    expect(await send(now)).toBe(200);
    expect(await send(now)).toBe(401);
  });

  it('refuses timestamps of the past and of the future, and wrong signatures', async () => {
    edge = await startSlackEdge('http');

    expect(await send(Date.now() - 600_000)).toBe(401);
    expect(await send(Date.now() + 600_000)).toBe(401);
    expect(await send(Date.now(), 'guess')).toBe(401);
  });
});
