import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../src/store/store.ts';
import { unwantedWrites } from '../support/unwanted-writes.ts';
import type { Scene } from './scene.ts';

/** What may be asked for, as the demo's configuration has it. */
const scopes = [{ regionId: 'cn-beijing', tags: { team: 'payments' } }];

/**
 * What is wrong when everything has ended, whatever it was: locks, due rows, reservations, jobs and the audit log in
 * Redis, and whitelist writes that nobody should have sent.
 */
export async function checkRest(scene: Scene): Promise<string[]> {
  return [...(await leftOver(scene)), ...repeatedSteps(await wholeAudit(scene))];
}

/** The same without what is said once only: somebody may have tried an operation again. */
export async function leftOver(scene: Scene): Promise<string[]> {
  const { redis } = scene;
  const keys = await redis.keys('*');
  const of = (part: string) => keys.filter((key) => key.startsWith(`{egress-pool}:${part}`));
  const due = await redis.zrange('{egress-pool}:due', '0', '-1');
  return [
    ...of('lock:').map((key) => `left over: ${key}`),
    ...due.filter(isOfOperation).map((id) => `still due: ${id}`),
    ...(await reservationProblems(scene, of('record:reservations-'))),
    ...[...of('operations:op-'), ...of('slack:msg-')].map((key) => `a job is left: ${key}`),
    ...chainProblems(await wholeAudit(scene), await redis.hgetall('{egress-pool}:audit-head')),
    ...unwantedWrites(scene.world, scopes),
  ];
}

const wholeAudit = ({ store }: Scene): Promise<AuditRecord[]> => store.readAudit({ after: 0, limit: 10_000 });

/** What is due by the calendar, such as the daily head of the audit log, always has a next time. */
const isOfOperation = (id: string): boolean => /^(msg-)?(op|req)-/.test(id);

async function reservationProblems({ redis }: Scene, keys: string[]): Promise<string[]> {
  const fields = await Promise.all(keys.map((key) => redis.hkeys(key)));
  return fields.flat().flatMap((field) => (field.includes('/') ? [`still reserved: ${field}`] : []));
}

function chainProblems(audit: AuditRecord[], head: Record<string, string>): string[] {
  const problems: string[] = [];
  let previous = '';
  for (const [index, { number, hash, link }] of audit.entries()) {
    if (number !== index + 1) problems.push(`audit entry ${index + 1} has number ${number}`);
    const expected = createHash('sha1').update(`${previous}:${number}:${hash}`).digest('hex');
    if (link !== expected) problems.push(`audit entry ${number} is not linked to the one before it`);
    previous = link;
  }
  if ((head.link ?? '') !== previous) problems.push('the head of the audit log is not its last link');
  return problems;
}

/** A step that was done stays done: a second entry means that two workers believed to have done it. */
function repeatedSteps(audit: AuditRecord[]): string[] {
  const seen = new Set<string>();
  return audit.flatMap(({ what, subject, details }) => {
    if (!/^(step\.(done|undone)|operation\.(requested|done|failed|rolled-back))$/.test(what)) return [];
    const key = `${subject} ${what} ${String(details.step ?? '')}`;
    if (seen.has(key)) return [`twice in the audit log: ${key}`];
    seen.add(key);
    return [];
  });
}
