import type { ModalView, PlainTextOption } from '@slack/types';
import type { ResizePreview } from '../../use-cases/preview-resize.ts';
import { resizeFormId } from './action-ids.ts';
import { formElement } from './create-form.ts';
import { codeSpan } from './escape.ts';
import { context, plain, section } from './text.ts';

/** What the form asks for besides the number of pods: whether anything is to be changed yet. */
export const resizeWays = { plan: 'plan', resize: 'resize' } as const;

/** The form behind Resize on an alert, filled in with a suggestion. `metadata` comes back and is not to be trusted. */
export function resizeForm(preview: ResizePreview, metadata: string): ModalView {
  const { pool, runningPods, suggestedPods } = preview;
  const running = runningPods === undefined ? '' : `; ${runningPods} run in it now`;
  const [first, second] = ways;
  return {
    type: 'modal',
    callback_id: resizeFormId,
    private_metadata: metadata,
    title: plain('Resize a pool', 24),
    submit: plain('Go', 24),
    close: plain('Close', 24),
    blocks: [
      section(`Pool ${codeSpan(pool.name)} was made for ${pool.expectedPods} pods${running}.`),
      {
        type: 'input',
        block_id: 'pods',
        label: plain('Pods', 100),
        hint: plain('How many pods must fit.', 200),
        element: { type: 'plain_text_input', action_id: formElement, initial_value: String(suggestedPods) },
      },
      {
        type: 'input',
        block_id: 'way',
        label: plain('What happens', 100),
        element: {
          type: 'radio_buttons',
          action_id: formElement,
          options: [first, second],
          initial_option: first,
        },
      },
      context(
        'The plan comes into a thread. Databases that let the pool in are asked first; no pod gets a new address before they agree.',
      ),
    ],
  };
}

const ways: [PlainTextOption, PlainTextOption] = [
  {
    value: resizeWays.plan,
    text: plain('Show the plan', 75),
    description: plain('Nothing is changed.', 75),
  },
  {
    value: resizeWays.resize,
    text: plain('Resize', 75),
    description: plain('The plan comes first, then it is carried out.', 75),
  },
];
