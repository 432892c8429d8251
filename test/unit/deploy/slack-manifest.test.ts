import { expect, test } from 'vitest';
import { documentsOf, textOf } from './repository-file.ts';

interface Manifest {
  display_information: { name: string; description: string };
  features: { slash_commands: { command: string; url?: string; usage_hint: string; should_escape: boolean }[] };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    interactivity: { request_url?: string };
    event_subscriptions: { request_url?: string; bot_events: string[] };
    socket_mode_enabled: boolean;
  };
}
const paths = ['deploy/slack-manifest.socket.yaml', 'deploy/slack-manifest.http.yaml'];
const read = (path: string) => documentsOf<Manifest>(path)[0] as Manifest;

/** What each call of the service needs, from Slack's method reference. */
const scopes = [
  ...['channels:history', 'channels:read', 'chat:write', 'commands', 'files:read', 'files:write'],
  ...['groups:history', 'groups:read', 'im:history', 'im:write', 'usergroups:read', 'users:read'],
];

test.each(paths)('%s asks for exactly the scopes that are used, each with a reason beside it', (path) => {
  expect(read(path).oauth_config.scopes.bot.toSorted()).toEqual(scopes);

  const lines = textOf(path).split('\n');
  const block = lines.slice(lines.indexOf('    bot:') + 1, lines.indexOf('settings:'));
  expect(block[0]).toMatch(/^ {6}# /);
  expect(block.filter((line) => line.trim().startsWith('#')).length).toBeGreaterThanOrEqual(7);
});

test.each(paths)('%s stays inside the limits of Slack', (path) => {
  const { display_information, features } = read(path);

  expect(display_information.name.length).toBeLessThanOrEqual(35);
  expect(display_information.description.length).toBeLessThanOrEqual(140);
  expect(features.slash_commands.map(({ command }) => command)).toEqual(['/egress-pool']);
  expect(features.slash_commands[0]?.should_escape).toBe(true);
});

test('Socket Mode names no address; HTTP names the same one everywhere', () => {
  const [socket, http] = paths.map(read);
  const addresses = (manifest: Manifest | undefined) => [
    manifest?.features.slash_commands[0]?.url,
    manifest?.settings.interactivity.request_url,
    manifest?.settings.event_subscriptions.request_url,
  ];

  expect(socket?.settings.socket_mode_enabled).toBe(true);
  expect(addresses(socket)).toEqual([undefined, undefined, undefined]);
  expect([socket, http].map((one) => one?.settings.event_subscriptions.bot_events)).toEqual([
    ['app_home_opened'],
    ['app_home_opened'],
  ]);
  expect(http?.settings.socket_mode_enabled).toBe(false);
  expect(new Set(addresses(http))).toEqual(new Set(['https://egress-pool.example.com/slack/events']));
});
