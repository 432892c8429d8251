import type { App } from '@slack/bolt';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { answers } from '../answers.ts';
import {
  adoptFormId,
  allowFormId,
  createFormId,
  deleteFormId,
  denyFormId,
  resizeFormId,
} from '../blocks/action-ids.ts';
import { textView } from '../blocks/text-view.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { senderOf, stranger, whoActs } from '../who-acts.ts';

/** Forms of other versions, and forms that are closed. */
export function registerUnknownView(app: App, deps: ListenerDeps): void {
  const known = [adoptFormId, createFormId, allowFormId, deleteFormId, denyFormId, resizeFormId].join('|');
  app.view({ callback_id: new RegExp(`^(?!(?:${known})$)`), type: 'view_submission' }, async ({ body, ack }) => {
    await ack({ response_action: 'update', view: textView(answers.stale()) });
    const sender = senderOf(body);
    const ctx = { ...deps.context, actor: whoActs(sender, deps.teamId) ?? stranger(sender) };
    const details = { reason: 'a form that this version does not know' };
    await recordRefusal(ctx, { what: 'action.refused', subject: 'unknown', details });
  });
  app.view({ callback_id: /.*/, type: 'view_closed' }, ({ ack }) => ack());
}
