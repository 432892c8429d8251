import type { Announcement } from '../../domain/operation.ts';
import { codeSpan } from '../blocks/escape.ts';
import type { MessageRecord } from './message-record.ts';

/** Why a message is in somebody's direct messages and not in the channel where it was asked for. */
export function elsewhereNote({ dmReason }: MessageRecord, asked: Announcement): string | undefined {
  if (dmReason === undefined || !/^[CG][A-Z0-9]{1,30}$/.test(asked.channelId)) return undefined;
  if (dmReason === 'is_archived') return `This is here because <#${asked.channelId}> is archived.`;
  return `This is here because egress-pool cannot write to <#${asked.channelId}> (${codeSpan(dmReason)}). Type \`/invite @egress-pool\` there to have it in the channel next time.`;
}
