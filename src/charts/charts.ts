import type { CapacityCurve } from '../domain/capacity/capacity-curve.ts';

/**
 * Draws pictures for people. A drawing costs a second and a lot of memory, so callers keep what they got; it may fail at
 * any time, and nothing that must be said may depend on it.
 */
export interface Charts {
  /** A PNG that can be read on a light and on a dark page. Throws Error when it cannot be drawn within some seconds. */
  drawCapacity(curve: CapacityCurve): Promise<Buffer>;
}
