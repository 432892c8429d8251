import type { KnownBlock } from '@slack/types';
import type { Message } from './blocks/text.ts';

export interface EphemeralAnswer {
  response_type: 'ephemeral';
  replace_original: false;
  text: string;
  blocks: KnownBlock[];
}

/** An answer that only the asker sees, and that leaves the message with the button as it is. */
export function ephemeral({ text, blocks }: Message): EphemeralAnswer {
  return { response_type: 'ephemeral', replace_original: false, text, blocks };
}
