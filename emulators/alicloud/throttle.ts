import { ApiError } from './errors.ts';
import type { World } from './world.ts';

/** Counts calls in the windows of `settings.throttle`; throws Throttling.User when one is full. */
export function createThrottle(world: World): (name: string) => void {
  const calls = new Map<string, number[]>();
  return (name) => {
    const limit = world.settings.throttle[name] ?? world.settings.throttle['*'];
    if (!limit) return;
    const nowMs = world.clock.now();
    const fromMs = nowMs - limit.windowMs / world.clock.scale;
    const recent = (calls.get(name) ?? []).filter((atMs) => atMs > fromMs);
    calls.set(name, recent);
    if (recent.length >= limit.calls) {
      throw new ApiError(400, 'Throttling.User', 'Request was denied due to user flow control.');
    }
    recent.push(nowMs);
  };
}
