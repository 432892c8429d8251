import type { App, BlockAction } from '@slack/bolt';
import { answers } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { formElement } from '../blocks/create-form.ts';
import { ephemeral } from '../ephemeral.ts';

/** Buttons of other versions, and whatever else is clicked: always acknowledged, answered where there is a way. */
export function registerUnknownAction(app: App): void {
  const known = [...Object.values(actionIds), formElement];
  app.action<BlockAction>(new RegExp(`^(?!(?:${known.join('|')})$)`), async ({ ack, body, respond }) => {
    await ack();
    if (body.response_url) await respond(ephemeral(answers.stale()));
  });
  app.action(formElement, ({ ack }) => ack());
  app.options(/.*/, ({ ack }) => ack({ options: [] }));
  app.shortcut(/.*/, ({ ack }) => ack());
}
