import { startWorld } from '../../../emulators/world/world.ts';
import { freshRedisUrl } from '../../support/redis.ts';
import { approvals, primaryId, replicaId } from '../grant-flow.ts';
import { type Instance, startInstance } from '../instance.ts';
import { createPeople, type Played } from '../played.ts';
import { openScene } from '../scene.ts';

/** Where whole lives of pools are played: the service in it dies and comes again at any moment. */
export interface LifeStage extends Played {
  /** Its process is gone between two of its calls, and another one takes over. */
  kill(): void;
}

const file = { approvals };

export async function openLifeStage(scale: number): Promise<LifeStage> {
  const redisUrl = await freshRedisUrl();
  const world = await startWorld({ scale, requestUrl: 'http://127.0.0.1:9/nobody-yet' });
  world.slack.settings.rateLimits = false;
  world.alicloud.databases.addReplica(primaryId, replicaId);
  const scene = openScene(world, redisUrl);
  const start = () => startInstance({ world, redisUrl, file });
  const gone: Promise<void>[] = [];
  let current: Promise<Instance> = Promise.resolve(await start());
  return {
    ...scene,
    ...createPeople(world, () => current),
    kill() {
      const dying = current;
      current = dying.then(async (instance) => {
        instance.gates.keeper.shut();
        gone.push(instance.dispose());
        return start();
      });
      current.catch(() => undefined);
    },
    async close() {
      const last = await current.catch(() => undefined);
      await Promise.all([last?.dispose(), ...gone]);
      await scene.close();
    },
  };
}
