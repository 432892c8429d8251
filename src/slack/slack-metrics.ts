import type { Metrics } from '../platform/metrics.ts';

/** The numbers that the Slack edge shows. */
export interface SlackMetrics {
  /** `code`: `ok`, Slack's error code, `http_500` or `no_answer`. */
  called(method: string, code: string): void;
  acked(seconds: number): void;
  behind(messages: number): void;
  lost(): void;
}

export function createSlackMetrics(metrics: Metrics): SlackMetrics {
  const calls = metrics.counter<'method' | 'code'>({
    name: 'slack_calls_total',
    help: 'Calls of the Slack Web API by method and outcome',
    labels: ['method', 'code'],
  });
  const acks = metrics.histogram({
    name: 'slack_ack_seconds',
    help: 'From the arrival of a command, click or form to its acknowledgement',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
  });
  const behind = metrics.gauge({ name: 'outbox_behind', help: 'Messages that show less than the store knows' });
  const lost = metrics.counter({
    name: 'outbox_lost_total',
    help: 'Messages that could be sent nowhere, not even to a DM',
  });
  return {
    called: (method, code) => calls.add({ method, code }),
    acked: (seconds) => acks.observe({}, seconds),
    behind: (messages) => behind.set({}, messages),
    lost: () => lost.add({}),
  };
}
