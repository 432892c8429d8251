import type { Metrics } from '../platform/metrics.ts';
import type { Limits } from './limits.ts';

/** The same limits, with their waits shown: what was waited for here, and what was sent away to come back later. */
export function meteredLimits(limits: Limits, o: { metrics: Metrics; now: () => number }): Limits {
  const waits = o.metrics.histogram({
    name: 'limiter_wait_seconds',
    help: 'How long a call waited for its budget',
    labels: ['budget'],
    buckets: [0.001, 0.01, 0.05, 0.1, 0.2],
  });
  const refused = o.metrics.counter({
    name: 'limiter_refused_total',
    help: 'Calls that were sent away because their budget was spent, to come back later',
    labels: ['budget'],
  });
  return {
    async take(budget) {
      const startedAtMs = o.now();
      const taken = await limits.take(budget);
      waits.observe({ budget }, (o.now() - startedAtMs) / 1000);
      if (!taken.ok) refused.add({ budget });
      return taken;
    },
    block: (budget, forMs) => limits.block(budget, forMs),
  };
}
