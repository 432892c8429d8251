import { createHmac } from 'node:crypto';
import type { Scenario } from './scenario.ts';

let sent = 0;

/**
 * Posts an interaction to the service as Slack would, also one that Slack would never send, each with a signature of
 * its own unless the time is given. Answers the HTTP status.
 */
export async function sendSigned({ world }: Scenario, payload: unknown, givenMs?: number): Promise<number> {
  sent += 1;
  const atMs = givenMs ?? Date.now() + 1_000 * sent;
  const { requestUrl } = world.slack.settings;
  if (requestUrl === undefined) throw new Error('the service listens on a socket');
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(atMs / 1000));
  const digest = createHmac('sha256', 'demo-signing-secret').update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  return (await fetch(requestUrl, { method: 'POST', headers, body })).status;
}
