import type { ModalView } from '@slack/types';
import { formElement } from './create-form.ts';
import { context, plain, section } from './text.ts';

/**
 * Asks for a name to be typed before something that cannot be undone. `metadata` comes back and is not to be trusted;
 * the lines are escaped mrkdwn.
 */
export function confirmForm(form: {
  id: string;
  metadata: string;
  title: string;
  submit: string;
  close: string;
  lines: string[];
  /** What to type and why. */
  label: string;
  hint: string;
}): ModalView {
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: form.metadata,
    title: plain(form.title, 24),
    submit: plain(form.submit, 24),
    close: plain(form.close, 24),
    blocks: [
      section(form.lines.join('\n')),
      {
        type: 'input',
        block_id: 'confirm',
        label: plain(form.label, 100),
        element: { type: 'plain_text_input', action_id: formElement, max_length: 100 },
      },
      context(form.hint),
    ],
  };
}
