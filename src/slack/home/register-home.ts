import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../listener-deps.ts';
import { whoActs } from '../who-acts.ts';
import { publishHome } from './publish-home.ts';

/** The home tab: what this person asked for, what waits for them, and what is open. */
export function registerHome(app: App, deps: ListenerDeps): void {
  app.event('app_home_opened', async ({ event, body }) => {
    const actor = whoActs({ userId: event.user, teamId: body.team_id }, deps.teamId);
    if (event.tab === 'home' && actor) await publishHome(deps, actor);
  });
}
