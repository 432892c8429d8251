import { startWorld } from '../../emulators/world/world.ts';
import type { FaultPoint } from '../support/gates/gatekeeper.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { type Instance, startInstance } from './instance.ts';
import { createPeople, type Played } from './played.ts';
import { killModes } from './points.ts';
import { openScene } from './scene.ts';

/** Where a scenario is played: a world and a database of its own, and one instance at a time. */
export interface Stage extends Played {
  /** Begins to count calls; with a point, the fault comes there, and after a kill a second instance takes over. */
  arm(point: FaultPoint | undefined): void;
  /** Calls of the first instance since it was armed. */
  counts(): ReadonlyMap<string, number>;
  hasStruck(): boolean;
}

export interface StageOptions {
  scale: number;
  file: Record<string, unknown>;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const redisUrl = await freshRedisUrl();
  const world = await startWorld({ scale: options.scale, requestUrl: 'http://127.0.0.1:9/nobody-yet' });
  const scene = openScene(world, redisUrl);
  const start = () => startInstance({ world, redisUrl, file: options.file });
  const first = await start();
  const gone: Promise<void>[] = [];
  let current: Promise<Instance> = Promise.resolve(first);
  return {
    ...scene,
    ...createPeople(world, () => current),
    arm(point) {
      const { keeper } = first.gates;
      keeper.arm(point);
      if (point === undefined || !killModes.includes(point.mode)) return;
      keeper.onShut(() => {
        // At the close of the stage the gates are shut as well: nobody takes over then.
        if (!keeper.hasStruck) return;
        current = start();
        current.catch(() => undefined);
        gone.push(first.dispose());
      });
    },
    counts: () => first.gates.keeper.counts,
    hasStruck: () => first.gates.keeper.hasStruck,
    async close() {
      const last = await current.catch(() => undefined);
      await Promise.all([last?.dispose(), ...gone]);
      await scene.close();
    },
  };
}
