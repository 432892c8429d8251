import type { WebClient } from '@slack/web-api';

/** Who the bot is, and in which workspace. */
export interface Identity {
  teamId: string;
  botId: string;
  botUserId: string;
}

/** Asks Slack once; a failure is not kept, so the next caller asks again. */
export function createIdentity(client: WebClient): () => Promise<Identity> {
  let asked: Promise<Identity> | undefined;
  return () => {
    asked ??= ask(client).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}

async function ask(client: WebClient): Promise<Identity> {
  const { team_id: teamId, bot_id: botId, user_id: botUserId } = await client.auth.test();
  if (!teamId || !botId || !botUserId) throw new Error('auth.test did not say who the bot is; is it a bot token?');
  return { teamId, botId, botUserId };
}
