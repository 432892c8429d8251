import type { BlockAction, BlockElementAction, ButtonAction } from '@slack/bolt';
import { z } from 'zod';
import { operationIdPattern } from '../../domain/names.ts';

export interface Click {
  userId: string;
  teamId: string | undefined;
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
    userId: body.user.id,
    teamId: body.user.team_id ?? body.team?.id,
    channelId: body.channel?.id ?? '',
    operationId: button.success ? button.data.value : undefined,
  };
}
