import type { Button, ConfirmationDialog } from '@slack/types';
import { plain } from './text.ts';

export interface ButtonParts {
  actionId: string;
  label: string;
  /** What a click sends back: an id, never anything that is trusted then. */
  value: string;
  style?: 'primary' | 'danger';
  confirm?: Question;
}

/** What is asked before a click counts, as plain words. */
export interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
  /** Its yes is red. */
  isDangerous?: true;
}

export function button({ actionId, label, value, style, confirm }: ButtonParts): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(label, 75),
    value: value.slice(0, 200),
    ...(style ? { style } : {}),
    ...(confirm ? { confirm: dialog(confirm) } : {}),
  };
}

function dialog({ title, text, yes, no, isDangerous }: Question): ConfirmationDialog {
  return {
    title: plain(title, 100),
    text: plain(text, 300),
    confirm: plain(yes, 30),
    deny: plain(no, 30),
    ...(isDangerous ? { style: 'danger' as const } : {}),
  };
}
