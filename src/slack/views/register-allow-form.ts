import type { App, BlockAction } from '@slack/bolt';
import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { previewGrant } from '../../use-cases/preview-grant.ts';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { answers } from '../answers.ts';
import { actionIds, allowFormId } from '../blocks/action-ids.ts';
import { allowForm } from '../blocks/allow-form.ts';
import type { Message } from '../blocks/text.ts';
import { rawOf } from '../commands/allow.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { slackErrorCode } from '../slack-errors.ts';
import { senderOf, whoActs } from '../who-acts.ts';
import { onForm } from './on-form.ts';
import { readAllowForm } from './read-allow-form.ts';
import { submitAllowForm } from './submit-allow-form.ts';

/** The form of `/egress-pool allow`: says who will be asked as soon as that is chosen, and takes what is sent. */
export function registerAllowForm(app: App, deps: ListenerDeps): void {
  for (const actionId of [actionIds.allowPool, actionIds.allowInstance]) {
    app.action<BlockAction>(actionId, async ({ body, ack }) => {
      await ack();
      const actor = whoActs(senderOf(body), deps.teamId);
      if (actor && body.view?.callback_id === allowFormId)
        await showWhoIsAsked(deps, { ...deps.context, actor }, body.view);
    });
  }
  onForm(app, deps, allowFormId, async ({ ctx, actor: { userId }, view, errors, show, stale }) => {
    const form = readAllowForm(view);
    if (form.channelId === '') return stale();
    const answer = await submitAllowForm(deps, ctx, { ...form, operationId: operationIdFrom(view.id) });
    if (answer.kind === 'errors') return errors(answer.errors);
    await show(answer.message);
    if (answer.refusal !== undefined) {
      const details = { reason: answer.refusal };
      return recordRefusal(ctx, { what: 'command.refused', subject: 'allow', details });
    }
    await inviteWhereOutside(deps, form.channelId, userId);
  });
}

async function showWhoIsAsked(
  deps: ListenerDeps,
  ctx: UseCaseContext,
  view: NonNullable<BlockAction['view']>,
): Promise<void> {
  const { raw } = readAllowForm(view);
  try {
    const preview = await previewGrant(ctx, rawOf(raw));
    const shown = allowForm({ preview, raw, metadata: view.private_metadata });
    // Without the hash: two choices in a row must not make the later one lose to the earlier.
    await deps.api.updateForm(view.id, shown);
  } catch (err) {
    // The form stays as it is; sending it answers who is asked as well.
    deps.log.warn({ code: slackErrorCode(err), err }, 'the form could not say who will be asked');
  }
}

async function inviteWhereOutside(deps: ListenerDeps, channelId: string, userId: string): Promise<void> {
  if ((await deps.membership(channelId)) !== 'outside') return;
  const told: Message = answers.invite(channelId);
  await deps.api.postPrivately({ channelId, userId }, told).catch((err: unknown) => {
    deps.log.info({ code: slackErrorCode(err) }, 'an invitation could not be shown');
  });
}
