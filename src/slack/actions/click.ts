import type { BlockAction, BlockElementAction, ButtonAction } from '@slack/bolt';
import { z } from 'zod';
import { operationIdPattern } from '../../domain/names.ts';
import { type Sender, senderOf } from '../who-acts.ts';

export interface Click extends Sender {
  channelId: string;
  /** Of the record that the button is about. Undefined when it carries something else: then it is not one of ours. */
  operationId: string | undefined;
}

/** What a click says. Whatever comes with it is not to be trusted; `ids` is what the button's value must look like. */
export function readClick(
  body: BlockAction<ButtonAction | BlockElementAction>,
  action: unknown,
  ids: RegExp = operationIdPattern,
): Click {
  const button = z.object({ value: z.string().regex(ids) }).safeParse(action);
  return {
    ...senderOf(body),
    channelId: body.channel?.id ?? '',
    operationId: button.success ? button.data.value : undefined,
  };
}
