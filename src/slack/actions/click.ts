import type { BlockAction, BlockElementAction, ButtonAction } from '@slack/bolt';
import { z } from 'zod';
import { operationIdPattern } from '../../domain/names.ts';

export interface Click {
  userId: string;
  teamId: string | undefined;
  channelId: string;
  /** Undefined when the button carries something else: then it is not one of ours. */
  operationId: string | undefined;
}

const buttonSchema = z.object({ value: z.string().regex(operationIdPattern) });

/** What a click says. Whatever comes with it is not to be trusted. */
export function readClick(body: BlockAction<ButtonAction | BlockElementAction>, action: unknown): Click {
  const button = buttonSchema.safeParse(action);
  return {
    userId: body.user.id,
    teamId: body.user.team_id ?? body.team?.id,
    channelId: body.channel?.id ?? '',
    operationId: button.success ? button.data.value : undefined,
  };
}
