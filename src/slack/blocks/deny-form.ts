import type { ModalView } from '@slack/types';
import { denyFormId } from './action-ids.ts';
import { formElement } from './create-form.ts';
import { context, plain } from './text.ts';

/** Asks for the reason of a denial. `round` is what the button carried; it comes back and is not to be trusted. */
export function denyForm(round: string): ModalView {
  return {
    type: 'modal',
    callback_id: denyFormId,
    private_metadata: round,
    title: plain('Deny', 24),
    submit: plain('Deny', 24),
    close: plain('Back', 24),
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        label: plain('Why', 100),
        hint: plain('The requester and everybody who sees the card reads it.', 200),
        element: { type: 'plain_text_input', action_id: formElement, multiline: true, min_length: 1, max_length: 600 },
      },
      context('One denial is enough. The requester can ask again.'),
    ],
  };
}
