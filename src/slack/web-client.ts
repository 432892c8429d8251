import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../platform/logger.ts';
import { boltLogger } from './bolt-logger.ts';
import type { SlackMetrics } from './slack-metrics.ts';

export interface WebClientSettings {
  /** `https://slack.com/api/` or a stand-in's. */
  slackApiUrl: string;
  metrics: SlackMetrics;
  log: Logger;
}

/**
 * `interactive`: a person waits, so it answers or fails within two seconds. `background`: what is not urgent. Neither
 * repeats a call by itself (a lost answer would post twice) nor waits out a 429 (that would hold up every other call).
 */
export type WebClientKind = 'interactive' | 'background';

export function createWebClient(token: string, settings: WebClientSettings & { kind: WebClientKind }): WebClient {
  return new WebClient(token, webClientOptions(settings));
}

/** A fresh object each time: the SDK writes the first client's token into a shared one. */
export function webClientOptions({ kind, ...settings }: WebClientSettings & { kind: WebClientKind }): WebClientOptions {
  return {
    slackApiUrl: settings.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: kind === 'interactive' ? 2_000 : 10_000,
    logger: boltLogger(settings.log),
    fetch: countingFetch(settings),
  };
}

type Fetch = NonNullable<WebClientOptions['fetch']>;

/** Counts each call with what came of it, which stands in the body: Slack answers business errors with 200. */
function countingFetch({ metrics, slackApiUrl }: WebClientSettings): Fetch {
  return async (url, init) => {
    const method = methodOf(String(url), slackApiUrl);
    try {
      const response = await fetch(url, init);
      const text = await response.text();
      metrics.called(method, response.ok ? codeOf(text) : `http_${response.status}`);
      return new Response(text, { status: response.status, headers: response.headers });
    } catch (error) {
      metrics.called(method, 'no_answer');
      throw error;
    }
  };
}

/** Files go to an address that is new each time and secret. */
function methodOf(url: string, slackApiUrl: string): string {
  return url.startsWith(slackApiUrl) ? (url.split('?')[0]?.split('/').at(-1) ?? '') : 'upload';
}

function codeOf(text: string): string {
  if (text.startsWith('{"ok":true')) return 'ok';
  const code = /"error":"(\w{1,60})"/.exec(text.slice(0, 2_000))?.[1];
  return code && text.includes('"ok":false') ? code : 'ok';
}
