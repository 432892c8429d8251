import type { RedisCommand } from './redis-commands.ts';

interface WireCommit {
  records: { id: string; takeEpoch?: boolean; wake?: boolean; set?: string[]; state?: string }[];
  audit: { entry: string }[];
  due: { id: string; at?: number }[];
}

export interface RedisCall {
  name: string;
  /** The same for every repeat of one call. */
  identity: string;
}

/**
 * Names what changes state in Redis: `commit step.done vswitch-a`, `commit claim`, `enqueue op`; and what BullMQ does
 * at the end of an activation: `delay op`, `finish msg`. Everything else has no name.
 */
export function redisCallOf({ parts }: RedisCommand): RedisCall | undefined {
  const command = parts[0]?.toString('latin1').toLowerCase();
  if (command !== 'evalsha' && command !== 'eval') return undefined;
  const keyCount = Number(parts[2]);
  const keys = parts.slice(3, 3 + keyCount).map((key) => key.toString());
  const first = keys[0] ?? '';
  if (first.startsWith('{egress-pool}:answer:')) {
    return { name: `commit ${commitName(JSON.parse(String(parts[3 + keyCount])))}`, identity: first };
  }
  const action = queueAction(keys);
  if (action === undefined) return undefined;
  return { name: `${action} ${first.includes(':slack:') ? 'msg' : 'op'}`, identity: '' };
}

/** By the number and order of the keys of BullMQ's scripts. */
function queueAction(keys: string[]): string | undefined {
  const first = keys[0] ?? '';
  if (keys.length === 9 && first.endsWith(':wait')) return 'enqueue';
  if (keys.length === 11 && first.endsWith(':marker')) return 'delay';
  if (keys.length === 14) return 'finish';
  return undefined;
}

function commitName({ records, audit, due }: WireCommit): string {
  const [entry] = audit.map(({ entry }) => JSON.parse(entry) as { what: string; details: { step?: string } });
  if (entry) return [entry.what, entry.details.step].filter(Boolean).join(' ');
  const [record] = records;
  if (!record) return `due ${kindOf(due[0]?.id)}`;
  if (record.takeEpoch) return `claim ${kindOf(record.id)}`;
  if (record.wake) return `wake ${kindOf(record.id)}`;
  const fields = fieldsOf(record.set);
  if (record.id.startsWith('msg-')) return messageCommit(fields);
  const step = Object.keys(fields).find((field) => field.startsWith('step.'));
  if (step) return `${step} ${(JSON.parse(fields[step] ?? '{}') as { status?: string }).status ?? ''}`;
  return `${kindOf(record.id)} ${Object.keys(fields).join('+') || 'looked at'}`;
}

function messageCommit(fields: Record<string, string>): string {
  if (fields.sentRev !== undefined) return 'message settled';
  const shown = (part: string) =>
    fields[`${part}.ts`] ? 'posted' : fields[`${part}.triedAtMs`] ? 'intended' : 'unknown';
  return `message root ${shown('root')}, progress ${shown('progress')}`;
}

function kindOf(id: string | undefined): string {
  return id?.startsWith('msg-') ? 'msg' : (id?.split('-')[0] ?? 'nothing');
}

function fieldsOf(flat: string[] | undefined): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let index = 0; index + 1 < (flat?.length ?? 0); index += 2)
    fields[flat?.[index] ?? ''] = flat?.[index + 1] ?? '';
  return fields;
}
