import type { Clock } from '../../platform/clock.ts';
import type { Lasted } from '../blocks/task-card.ts';

/** Domain time between two instants that have passed. */
export function lastedOn(clock: Pick<Clock, 'elapsed'>): Lasted {
  return (fromMs, toMs) => clock.elapsed(fromMs) - clock.elapsed(toMs);
}
