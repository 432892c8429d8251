import type { Metrics } from '../platform/metrics.ts';
import type { QueueName } from './queue.ts';

export interface ObservedJob {
  queue: QueueName;
  id: string;
  outcome: 'finished' | 'later' | 'failed';
  durationMs: number;
}

export type ObserveJob = (job: ObservedJob) => void;

/** How long jobs took, by what they are about: the first word of their id, such as `op`, `msg` or `capacity`. */
export function createJobMetrics(metrics: Metrics): ObserveJob {
  const durations = metrics.histogram({
    name: 'job_duration_seconds',
    help: 'How long one look of a job at its record took; `later`: it is put back and looks again',
    labels: ['queue', 'kind', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60],
  });
  return ({ queue, id, outcome, durationMs }) => {
    durations.observe({ queue, kind: id.split('-')[0] ?? '', outcome }, durationMs / 1000);
  };
}
