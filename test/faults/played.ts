import type { World } from '../../emulators/world/world.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

/** A dead instance is replaced in a few seconds, and a card may be waiting for an answer of Slack that was lost. */
const takenWithinMs = 60_000;

/** What people do, as often as it takes: Slack tells them when nobody answered. */
export interface People {
  /** A person types a command, and types it again until it was taken. */
  say(given: { userId: string; text: string; isTaken: () => Promise<boolean> }): Promise<void>;
  /** A person presses a button. Nothing is pressed while the button is not there. */
  press(given: {
    userId: string;
    actionId: string;
    card: () => { channelId: string; ts: string } | undefined;
    isTaken: () => Promise<boolean>;
  }): Promise<void>;
}

/** A scene with people in it. */
export type Played = Scene & People;

/** `ready`: before each try, until somebody is there to answer. */
export function createPeople({ slack }: World, ready: () => Promise<unknown>): People {
  return {
    async say({ userId, text, isTaken }) {
      await until(`"${text}" is taken`, takenWithinMs, async () => {
        await ready();
        await slack.as(userId).command('C0PLATFORM', text);
        return isTaken();
      });
    },
    async press({ userId, actionId, card, isTaken }) {
      await until(`${actionId} by ${userId} is taken`, takenWithinMs, async () => {
        await ready();
        const at = card();
        const place = at && { channelId: at.channelId, messageTs: at.ts, actionId };
        // The card may be edited under the click, as it may for a person.
        if (place)
          await slack
            .as(userId)
            .click(place)
            .catch(() => undefined);
        return isTaken();
      });
    },
  };
}
