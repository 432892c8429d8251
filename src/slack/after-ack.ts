import type { ModalView } from '@slack/types';
import type { UseCaseContext } from '../use-cases/context.ts';
import { recordRefusal } from '../use-cases/record-refusal.ts';
import { answers } from './answers.ts';
import { createFormId } from './blocks/action-ids.ts';
import { pictureBlock, pictureWords } from './blocks/capacity-alert.ts';
import { createForm } from './blocks/create-form.ts';
import { type Message, message } from './blocks/text.ts';
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
      return openForm(deps, after, createFormFor(after));
    case 'open-view':
      return openForm(deps, after, follow.view);
    case 'refusal':
      return recordRefusal(ctx, { what: follow.what, subject: follow.subject, details: { reason: follow.reason } });
    case 'chart':
      return showChart(deps, after, follow);
    case 'accepted': {
      const membership = await deps.membership(follow.channelId);
      if (membership === 'outside') await after.tell(answers.invite(follow.channelId));
    }
  }
}

/** The trigger lives three seconds, so nothing comes before this call. */
async function openForm(deps: ListenerDeps, { triggerId, tell }: AfterAck, view: ModalView): Promise<void> {
  try {
    await deps.api.openForm(triggerId, view);
  } catch (err) {
    deps.log.warn({ code: slackErrorCode(err), err }, 'the form could not be opened');
    await tell(view.callback_id === createFormId ? answers.formExpired() : answers.viewExpired());
  }
}

/** A chart takes a second or two; who asked has the numbers meanwhile. */
async function showChart(
  { pictures }: ListenerDeps,
  { tell }: AfterAck,
  { poolId, poolName, atMs }: Extract<FollowUp, { kind: 'chart' }>,
): Promise<void> {
  const picture = await pictures.take({ poolId, poolName, under: poolId, moment: String(atMs) });
  await tell(picture ? message([pictureWords(picture)], [pictureBlock(picture)]) : answers.noChart());
}

function createFormFor({ ctx, channelId }: AfterAck): ModalView {
  const choices = {
    clusters: ctx.settings.clusters.map(({ name }) => name),
    inventory: ctx.inventory()?.clusters ?? [],
    needsApproval: ctx.settings.policy.create.require.length > 0,
  };
  return createForm(choices, JSON.stringify({ channelId }));
}
