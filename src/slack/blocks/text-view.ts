import type { ModalView } from '@slack/types';
import { type Message, plain } from './text.ts';

/** What a form turns into when there is nothing left to fill in. */
export function textView({ blocks }: Message): ModalView {
  return { type: 'modal', title: plain('egress-pool', 24), close: plain('Close', 24), blocks };
}
