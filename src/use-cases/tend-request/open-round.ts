import type { Electorate } from '../../domain/approvals/eligibility.ts';
import { nobodyCanApprove } from '../../domain/approvals/who-will-be-asked.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import { mayBreakGlass } from '../../domain/grants/break-glass.ts';
import type { AuditEntry } from '../../store/store.ts';
import { extensionOf } from '../grant-clock.ts';
import { readGrant, readOpenReviews } from '../read-access.ts';
import { type Approval, approvalOf } from './approve.ts';
import { botActor, entryOf, type TenderDeps } from './turn.ts';

type Opened = NonNullable<AccessRequest['opened']>;

export type Opening =
  /** Groups could not be read: nobody's word could count, so the round stays closed for now. */
  | { kind: 'unreadable' }
  /** Nobody may decide this so; for people. */
  | { kind: 'impossible'; text: string }
  | { kind: 'opened'; opened: Opened; entries: AuditEntry[] }
  /** The rule needs nobody's approval for it. */
  | ({ kind: 'approved'; opened: Opened; entries: AuditEntry[] } & Approval);

interface Subject {
  rule: RequestRule;
  electorate: Omit<Electorate, 'whenOpened'>;
  nowMs: number;
}

/** Fixes who may decide about a round: the people of the rule's groups at this moment. */
export async function openRound(deps: TenderDeps, request: AccessRequest, subject: Subject): Promise<Opening> {
  const { rule, electorate, nowMs } = subject;
  const opened: Opened = { atMs: nowMs, memberships: electorate.now };
  const entries = [openedEntry(request, nowMs)];
  if (request.kind === 'break-glass') {
    const refusal = await refuseBreakGlass(deps, request, subject);
    if (refusal) return refusal;
    return { kind: 'approved', opened, entries, ...(await approvalOf(deps, request, { atMs: nowMs, counted: [] })) };
  }
  const approvesItself = rule.autoApprove && rule.require.length === 0;
  if (approvesItself || (await isFreeExtension(deps, request, subject))) {
    return { kind: 'approved', opened, entries, ...(await approvalOf(deps, request, { atMs: nowMs, counted: [] })) };
  }
  const nobody = nobodyCanApprove({ ...electorate, rule, memberships: electorate.now });
  if (nobody?.because === 'unreadable') return { kind: 'unreadable' };
  if (nobody) return { kind: 'impossible', text: `${nobody.reason} ${nobody.wayOut}` };
  return { kind: 'opened', opened, entries };
}

async function isFreeExtension(deps: TenderDeps, request: AccessRequest, { rule, nowMs }: Subject): Promise<boolean> {
  const { kind, duration } = request;
  const grant = await readGrant(deps.store, request.grantId);
  if (kind !== 'extension' || duration.kind !== 'limited' || !grant) return false;
  const { clock, settings } = deps;
  const { durationMs } = duration;
  const extension = extensionOf({ clock, policy: settings.policy }, { grant, durationMs, rule, nowMs });
  return extension.kind === 'possible' && !extension.needsApproval;
}

async function refuseBreakGlass(
  deps: TenderDeps,
  request: AccessRequest,
  { rule, electorate }: Subject,
): Promise<Extract<Opening, { kind: 'unreadable' | 'impossible' }> | undefined> {
  const { requestedBy, duration, instanceId, reason } = request;
  if (requestedBy.kind !== 'slack-user' || duration.kind !== 'limited') {
    return { kind: 'impossible', text: 'Only a person may break the glass, and only for a while.' };
  }
  const { userId } = requestedBy;
  const unread = (rule.breakGlass?.by ?? []).some((group) => electorate.now[group] === 'unknown');
  const isKnown = (electorate.standings[userId] ?? 'unknown') !== 'unknown';
  const allowed = mayBreakGlass(userId, {
    ...{ rule, memberships: electorate.now, standings: electorate.standings, instanceId, reason },
    durationMs: duration.durationMs,
    openReviews: await readOpenReviews(deps.store, request.id),
  });
  if (allowed.kind === 'yes') {
    const isAsPlanned = allowed.durationMs >= duration.durationMs;
    return isAsPlanned ? undefined : { kind: 'impossible', text: 'The rule allows a break-glass for a shorter time.' };
  }
  return unread || !isKnown ? { kind: 'unreadable' } : { kind: 'impossible', text: allowed.text };
}

function openedEntry(request: AccessRequest, nowMs: number): AuditEntry {
  const details = { rule: request.rule?.because, asked: request.rule?.require };
  return entryOf(request, { what: 'request.opened', actor: botActor, atMs: nowMs, details });
}
