import type { UseCaseContext } from '../use-cases/context.ts';
import { recordRefusal } from '../use-cases/record-refusal.ts';
import { answers } from './answers.ts';
import { createForm } from './blocks/create-form.ts';
import type { Message } from './blocks/text.ts';
import type { FollowUp, ListenerDeps } from './listener-deps.ts';
import { slackErrorCode } from './slack-errors.ts';

export interface AfterAck {
  ctx: UseCaseContext;
  follow: FollowUp | undefined;
  channelId: string;
  triggerId: string;
  /** Tells the person privately. */
  tell: (message: Message) => Promise<unknown>;
}

/** What is left to do when Slack has its answer. */
export async function afterAck(deps: ListenerDeps, after: AfterAck): Promise<void> {
  const { follow, ctx } = after;
  switch (follow?.kind) {
    case undefined:
      return;
    case 'open-form':
      return openForm(deps, after);
    case 'refusal':
      return recordRefusal(ctx, { what: follow.what, subject: follow.subject, details: { reason: follow.reason } });
    case 'accepted': {
      const membership = await deps.membership(follow.channelId);
      if (membership === 'outside') await after.tell(answers.invite(follow.channelId));
    }
  }
}

/** The trigger lives three seconds, so nothing comes before this call. */
async function openForm(deps: ListenerDeps, { ctx, channelId, triggerId, tell }: AfterAck): Promise<void> {
  const choices = {
    clusters: ctx.settings.clusters.map(({ name }) => name),
    inventory: ctx.inventory()?.clusters ?? [],
  };
  try {
    await deps.api.openForm(triggerId, createForm(choices, JSON.stringify({ channelId })));
  } catch (err) {
    deps.log.warn({ code: slackErrorCode(err), err }, 'the form could not be opened');
    await tell(answers.formExpired());
  }
}
