import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { SlackEmulator } from '../../../emulators/slack/slack.ts';

export type Way = 'Socket Mode' | 'signed HTTP';

/** A real Bolt app that talks to the emulator, and how to stop it. */
export async function startBoltApp(slack: SlackEmulator, way: Way): Promise<{ app: App; stop(): Promise<void> }> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  // With both ids, the app does not call auth.test by itself, which could outlive a short test.
  const bot = { token: 'xoxb-test', botId: 'B0BOT00001', botUserId: 'U0BOT00001' };
  const quiet = { logLevel: LogLevel.ERROR };
  if (way === 'Socket Mode') {
    const receiver = new SocketModeReceiver({
      appToken: 'xapp-test',
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
      ...quiet,
    });
    const app = new App({ ...bot, receiver, clientOptions, convoStore: false, ...quiet });
    await app.start();
    return { app, stop: async () => void (await app.stop()) };
  }
  const receiver = new HTTPReceiver({ signingSecret: 'shhh', ...quiet });
  const app = new App({ ...bot, receiver, clientOptions, convoStore: false, ...quiet });
  const server = createServer(receiver.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  slack.settings.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return {
    app,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
