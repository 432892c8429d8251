import { createHash } from 'node:crypto';
import type { HashedPlan } from '../../domain/create-plan.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { workloadPatchYaml } from '../../domain/workload-patch.ts';
import type { Clock } from '../../platform/clock.ts';
import { announcement } from '../blocks/announcement.ts';
import { codeSpan } from '../blocks/escape.ts';
import { operationMessage } from '../blocks/operation-message.ts';
import { longestMessageText, type Message } from '../blocks/text.ts';
import type { MessageRecord, Part } from './message-record.ts';

/** An operation and all that is said about it, read at one moment. */
export interface Subject {
  operation: Operation;
  plan: HashedPlan | undefined;
  pool: Pool | undefined;
}

export interface Rendered extends Message {
  /** Equal when nothing a person sees differs. */
  hash: string;
}

/** What both posts should show now. */
export function render(subject: Subject, record: MessageRecord, clock: Clock): Record<Part, Rendered> {
  const { pool } = subject;
  const view = {
    ...subject,
    useYaml: pool ? workloadPatchYaml(pool) : undefined,
    lasted: (fromMs: number, toMs: number) => clock.elapsed(fromMs) - clock.elapsed(toMs),
  };
  return {
    root: hashed(announcement(subject.operation, noteOf(record, subject.operation)), record),
    progress: hashed(operationMessage(view), record),
  };
}

function hashed(message: Message, { isTextOnly }: MessageRecord): Rendered {
  const sent = isTextOnly ? { text: message.text.slice(0, longestMessageText), blocks: [] } : message;
  return { ...sent, hash: createHash('sha256').update(JSON.stringify(sent)).digest('hex').slice(0, 24) };
}

function noteOf({ dmReason }: MessageRecord, { announcement: asked }: Operation): string | undefined {
  if (dmReason === undefined) return undefined;
  const channelId = asked?.channelId ?? '';
  if (!/^[CG][A-Z0-9]{1,30}$/.test(channelId)) return undefined;
  if (dmReason === 'is_archived') return `This is here because <#${channelId}> is archived.`;
  return `This is here because egress-pool cannot write to <#${channelId}> (${codeSpan(dmReason)}). Type \`/invite @egress-pool\` there to have it in the channel next time.`;
}
