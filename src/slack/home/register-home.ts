import type { App } from '@slack/bolt';
import { requestsConcerning } from '../../use-cases/requests-concerning.ts';
import { homeView } from '../blocks/home-view.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { slackErrorCode } from '../slack-errors.ts';
import { whoActs } from '../who-acts.ts';

/** The home tab: what this person asked for, what waits for them, and what is open. */
export function registerHome(app: App, deps: ListenerDeps): void {
  app.event('app_home_opened', async ({ event, body }) => {
    const actor = whoActs({ userId: event.user, teamId: body.team_id }, deps.teamId);
    if (event.tab !== 'home' || actor?.kind !== 'slack-user') return;
    try {
      const found = await requestsConcerning({ ...deps.context, actor });
      await deps.api.publishHome(actor.userId, homeView({ ...found, nowMs: deps.context.clock.now() }));
    } catch (err) {
      deps.log.warn({ code: slackErrorCode(err), err }, 'a home tab could not be shown');
    }
  });
}
