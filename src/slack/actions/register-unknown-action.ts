import type { App, BlockAction } from '@slack/bolt';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { answers } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { formElement } from '../blocks/create-form.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { senderOf, stranger, whoActs } from '../who-acts.ts';

/** Buttons of other versions, and whatever else is clicked: always acknowledged, answered where there is a way. */
export function registerUnknownAction(app: App, deps: ListenerDeps): void {
  const known = [...Object.values(actionIds), formElement];
  app.action<BlockAction>(new RegExp(`^(?!(?:${known.join('|')})$)`), async ({ ack, body, respond }) => {
    await ack();
    if (body.response_url) await respond(ephemeral(answers.stale()));
    const sender = senderOf(body);
    const ctx = { ...deps.context, actor: whoActs(sender, deps.teamId) ?? stranger(sender) };
    const details = { reason: 'a button that this version does not know' };
    await recordRefusal(ctx, { what: 'action.refused', subject: 'unknown', details });
  });
  app.action(formElement, ({ ack }) => ack());
  app.options(/.*/, ({ ack }) => ack({ options: [] }));
  app.shortcut(/.*/, ({ ack }) => ack());
}
