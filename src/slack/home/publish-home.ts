import type { Actor } from '../../domain/actor.ts';
import { requestsConcerning } from '../../use-cases/requests-concerning.ts';
import { showCapacity } from '../../use-cases/show-capacity.ts';
import { homeView } from '../blocks/home-view.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { slackErrorCode } from '../slack-errors.ts';

/** Shows somebody in their home tab what concerns them now. Never throws: opening the tab again tries again. */
export async function publishHome(deps: ListenerDeps, actor: Actor): Promise<void> {
  if (actor.kind !== 'slack-user') return;
  const { userId } = actor;
  try {
    const ctx = { ...deps.context, actor };
    const [found, rooms] = await Promise.all([requestsConcerning(ctx), showCapacity(ctx)]);
    await deps.api.publishHome(userId, homeView({ ...found, rooms, nowMs: deps.context.clock.now(), userId }));
  } catch (err) {
    deps.log.warn({ code: slackErrorCode(err), err }, 'a home tab could not be shown');
  }
}
