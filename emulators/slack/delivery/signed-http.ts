import { createHmac } from 'node:crypto';
import { type JsonObject, parseJson } from '../json.ts';
import type { SlackSettings } from '../settings.ts';
import type { Outgoing, Receipt, Transport } from './outgoing.ts';

interface Context {
  signingSecret: string;
  settings: SlackSettings;
  now(): number;
}

/**
 * Slack's side of the HTTP way: forms and JSON posted to the request URL with a `v0` signature over the timestamp and
 * the raw body (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export function createSignedHttp(context: Context): Transport {
  return {
    via: 'http',
    async send(outgoing, retry) {
      const { contentType, body } = encode(outgoing);
      const headers = {
        ...sign(context, body),
        // No charset: Bolt compares the whole value.
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...(retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}),
      };
      try {
        const signal = AbortSignal.timeout(context.settings.ackDeadlineMs);
        const answer = await fetch(context.settings.requestUrl ?? '', { method: 'POST', headers, body, signal });
        const text = await answer.text();
        if (answer.status !== 200) return { kind: 'failed', error: 'dispatch_failed' };
        return { kind: 'acked', body: text === '' ? undefined : (parseJson(text) ?? text) };
      } catch (err) {
        const isLate = err instanceof Error && err.name === 'TimeoutError';
        return { kind: 'failed', error: isLate ? 'operation_timeout' : 'dispatch_failed' } satisfies Receipt;
      }
    },
  };
}

function encode({ kind, payload }: Outgoing): { contentType: string; body: string } {
  if (kind === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : texts(payload);
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

const texts = (payload: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));

function sign({ signingSecret, now }: Context, body: string): Record<string, string> {
  const timestamp = String(Math.floor(now() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}
