import type { SlackMetrics } from './slack-metrics.ts';

/** The acknowledgement of a delivery that just arrived; once Slack has it, the metrics know how long it took. */
export function timedAck<Given extends unknown[]>(
  metrics: Pick<SlackMetrics, 'acked'>,
  ack: (...given: Given) => Promise<void>,
): (...given: Given) => Promise<void> {
  const startedMs = performance.now();
  return async (...given) => {
    await ack(...given);
    metrics.acked((performance.now() - startedMs) / 1000);
  };
}
