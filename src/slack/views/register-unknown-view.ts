import type { App } from '@slack/bolt';
import { answers } from '../answers.ts';
import { allowFormId, createFormId, denyFormId } from '../blocks/action-ids.ts';
import { textView } from '../blocks/text-view.ts';

/** Forms of other versions, and forms that are closed. */
export function registerUnknownView(app: App): void {
  app.view(
    {
      callback_id: new RegExp(`^(?!(?:${[createFormId, allowFormId, denyFormId].join('|')})$)`),
      type: 'view_submission',
    },
    ({ ack }) => ack({ response_action: 'update', view: textView(answers.stale()) }),
  );
  app.view({ callback_id: /.*/, type: 'view_closed' }, ({ ack }) => ack());
}
