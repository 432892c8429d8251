import type { App } from '@slack/bolt';
import { afterAck } from '../after-ack.ts';
import { createFormId } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/text.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { onForm } from './on-form.ts';
import { readCreateForm } from './read-create-form.ts';
import { submitCreateForm } from './submit-create-form.ts';

export function registerCreateForm(app: App, deps: ListenerDeps): void {
  onForm(app, deps, createFormId, async ({ actor, view, errors, show, close }) => {
    const { userId } = actor;
    await deps.know(userId);
    const form = readCreateForm(view);
    const answer = await submitCreateForm(deps, { ...form, viewId: view.id, actor });
    if (answer.kind === 'errors') return errors(answer.errors);
    await (answer.kind === 'closed' ? close() : show(answer.message));
    const channelId = form.channelId ?? '';
    const tell = (message: Message) => deps.api.postPrivately({ channelId, userId }, message);
    if (answer.kind === 'text') {
      return afterAck(deps, { ctx: answer.ctx, follow: answer.reply.follow, channelId, triggerId: '', tell });
    }
    // Where the bot cannot write, the direct message says the same.
    if ((await deps.membership(channelId)) === 'inside') await tell(answer.message);
  });
}
