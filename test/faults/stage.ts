import { startWorld } from '../../emulators/world/world.ts';
import type { FaultPoint } from '../support/gates/gatekeeper.ts';
import { freshRedisUrl } from '../support/redis.ts';
import { type Instance, startInstance } from './instance.ts';
import { killModes } from './points.ts';
import { openScene, type Scene } from './scene.ts';
import { until } from './until.ts';

/** Where a scenario is played: a world and a database of its own, and one instance at a time. */
export interface Stage extends Scene {
  /** Begins to count calls; with a point, the fault comes there, and after a kill a second instance takes over. */
  arm(point: FaultPoint | undefined): void;
  /** Calls of the first instance since it was armed. */
  counts(): ReadonlyMap<string, number>;
  hasStruck(): boolean;
  /** A person types a command, and types it again when Slack says that nobody answered, until it was taken. */
  say(given: { userId: string; text: string; isTaken: () => Promise<boolean> }): Promise<void>;
  /** A person presses a button, as often as it takes. Nothing is pressed while the button is not there. */
  press(given: {
    userId: string;
    actionId: string;
    card: () => { channelId: string; ts: string } | undefined;
    isTaken: () => Promise<boolean>;
  }): Promise<void>;
}

export interface StageOptions {
  scale: number;
  file: Record<string, unknown>;
}

/** A dead instance is replaced in a few seconds, and a card may be waiting for an answer of Slack that was lost. */
const takenWithinMs = 60_000;

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
    async say({ userId, text, isTaken }) {
      await until(`"${text}" is taken`, takenWithinMs, async () => {
        await current;
        await world.slack.as(userId).command('C0PLATFORM', text);
        return isTaken();
      });
    },
    async press({ userId, actionId, card, isTaken }) {
      await until(`${actionId} by ${userId} is taken`, takenWithinMs, async () => {
        await current;
        const at = card();
        const place = at && { channelId: at.channelId, messageTs: at.ts, actionId };
        // The card may be edited under the click, as it may for a person.
        if (place)
          await world.slack
            .as(userId)
            .click(place)
            .catch(() => undefined);
        return isTaken();
      });
    },
    async close() {
      const last = await current.catch(() => undefined);
      await Promise.all([last?.dispose(), ...gone]);
      await scene.close();
    },
  };
}
