import type { App, ViewSubmitAction } from '@slack/bolt';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { afterAck } from '../after-ack.ts';
import { answers } from '../answers.ts';
import { createFormId } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/text.ts';
import { textView } from '../blocks/text-view.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { timedAck } from '../timed-ack.ts';
import { senderOf, stranger, strangerReason, whoActs } from '../who-acts.ts';
import { readCreateForm } from './read-create-form.ts';
import { submitCreateForm } from './submit-create-form.ts';

export function registerCreateForm(app: App, deps: ListenerDeps): void {
  app.view<ViewSubmitAction>(
    { callback_id: createFormId, type: 'view_submission' },
    async ({ body, view, ack: send }) => {
      const ack = timedAck(deps.metrics, send);
      const person = senderOf(body);
      const actor = whoActs(person, deps.teamId);
      if (actor?.kind !== 'slack-user') {
        await ack({ response_action: 'update', view: textView(answers.otherWorkspace()) });
        return recordRefusal(
          { ...deps.context, actor: stranger(person) },
          { what: 'action.refused', subject: createFormId, details: { reason: strangerReason } },
        );
      }
      await deps.know(actor.userId);
      const form = readCreateForm(view);
      const answer = await submitCreateForm(deps, { ...form, viewId: view.id, actor });
      if (answer.kind === 'errors') return ack({ response_action: 'errors', errors: answer.errors });
      await (answer.kind === 'closed' ? ack() : ack({ response_action: 'update', view: textView(answer.message) }));
      const channelId = form.channelId ?? '';
      const tell = (message: Message) => deps.api.postPrivately({ channelId, userId: actor.userId }, message);
      if (answer.kind === 'text') {
        return afterAck(deps, { ctx: answer.ctx, follow: answer.reply.follow, channelId, triggerId: '', tell });
      }
      // Where the bot cannot write, the direct message says the same.
      if ((await deps.membership(channelId)) === 'inside') await tell(answer.message);
    },
  );
}
