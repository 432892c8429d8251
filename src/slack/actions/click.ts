import type { BlockAction, BlockElementAction, ButtonAction } from '@slack/bolt';
import { type Sender, senderOf } from '../who-acts.ts';

export interface Click extends Sender {
  channelId: string;
  /** The id of what the button is about. Undefined when it carries something else: then it is not one of ours. */
  carried: string | undefined;
}

/** What a click says. Whatever comes with it is not to be trusted; `carries` is what the button's value must look like. */
export function readClick(
  body: BlockAction<ButtonAction | BlockElementAction>,
  value: unknown,
  carries: RegExp,
): Click {
  return {
    ...senderOf(body),
    channelId: body.channel?.id ?? '',
    carried: typeof value === 'string' && carries.test(value) ? value : undefined,
  };
}
