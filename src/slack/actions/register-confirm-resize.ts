import type { App } from '@slack/bolt';
import { confirmResize } from '../../use-cases/confirm-resize.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { refusedRead } from '../commands/refused-read.ts';
import { resizeReply } from '../commands/resize.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** The button under the plan of a resize: does what it says. */
export function registerConfirmResize(app: App, deps: ListenerDeps): void {
  onClick(app, deps, {
    actionId: actionIds.confirmResize,
    async act({ ctx, channelId, userId }, planId) {
      const answer = await confirmResize(ctx, { planId, announcement: { channelId, userId } });
      return answer.kind === 'accepted'
        ? resizeReply(answer, { dryRun: false, channelId })
        : refusedRead(answer, planId);
    },
  });
}
