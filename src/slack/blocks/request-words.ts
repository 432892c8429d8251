import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { codeSpan, escapeText } from './escape.ts';
import { clamp } from './text.ts';

/** A group or a person of the policy, as Slack shows them: reading this in a new message pings them. */
export function groupWords(group: string): string {
  if (/^S[A-Z0-9]{1,20}$/.test(group)) return `<!subteam^${group}>`;
  return personWords(group);
}

/** A person as a mention; any other word as it is. */
export function personWords(who: string): string {
  return /^[UW][A-Z0-9]{1,20}$/.test(who) ? `<@${who}>` : escapeText(clamp(who, 80));
}

/** Escaped text in which the ids of groups and people are mentions; only for what one person sees, since these ping. */
export function mentioned(text: string): string {
  return text.replace(/\b(?:S[A-Z0-9]{8,20}|[UW][A-Z0-9]{8,20})\b/g, groupWords);
}

/** The pool and the instance of a request or a grant. */
export function pairWords(pair: Pick<Grant | AccessRequest, 'poolName' | 'instanceName' | 'instanceId'>): string {
  const name = clamp(pair.instanceName, 60);
  const instance =
    name && name !== pair.instanceId ? `${codeSpan(name)} (${codeSpan(pair.instanceId)})` : codeSpan(pair.instanceId);
  return `pool ${codeSpan(pair.poolName)} to ${instance}`;
}

/** Somebody's reason, quoted. */
export function reasonLine(reason: string): string {
  return reason.trim() === '' ? '_No reason was given._' : `> ${escapeText(clamp(reason, 600))}`;
}

/** An instant to the minute: `2026-11-23 07:30 UTC`. */
export function instantWords(atMs: number): string {
  if (!Number.isFinite(atMs) || Math.abs(atMs) > 8e15) return 'an unknown time';
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What is asked for and for what: the head of every message about a request. */
export function requestTitle(request: AccessRequest): string {
  const what = `*${requestKinds[request.kind]}*`;
  if (request.kind !== 'new-pool') return `${what} from ${pairWords(request)}`;
  return `${what} ${codeSpan(request.poolName)} in cluster ${codeSpan(request.clusterName)}`;
}

/** What is asked for. */
const requestKinds: Record<AccessRequest['kind'], string> = {
  'first-grant': 'Database access',
  extension: 'Longer database access',
  'added-cidr': 'Database access for more addresses',
  namespaces: 'Database access for other namespaces',
  'break-glass': 'BREAK-GLASS database access',
  repair: 'Repair of database access',
  'new-pool': 'New pool',
};
