import { decide } from '../../domain/approvals/decide.ts';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { AuditEntry } from '../../store/store.ts';
import { approvalOf, approve } from './approve.ts';
import { deny } from './deny.ts';
import { type Judged, judgeClicks } from './judge-clicks.ts';
import { openRound } from './open-round.ts';
import { readElectorate } from './read-electorate.ts';
import { botActor, type TenderDeps, type Turn } from './turn.ts';

/** Domain time until groups that could not be read are tried again. */
const unreadableMs = 30_000;

/**
 * Opens the round if it has a plan and is not open yet, judges the clicks by who is in the groups now, and decides.
 * What comes of it is one commit. Undefined when there is nothing to judge.
 */
export async function judgeRound(deps: TenderDeps, request: AccessRequest): Promise<Turn | undefined> {
  const nowMs = deps.clock.now();
  const { rule, opened, clicks } = request;
  if (requestStateAt(request, nowMs) !== 'pending') return undefined;
  if (!rule || (opened && clicks.length === 0 && !mayBeComplete(request))) return undefined;
  const electorate = await readElectorate(deps.readGroups, request, rule);
  const opening = opened
    ? { kind: 'opened' as const, opened, entries: [] }
    : await openRound(deps, request, { rule, electorate, nowMs });
  if (opening.kind === 'unreadable') return { kind: 'wait', delayMs: deps.clock.delay(unreadableMs) };
  if (opening.kind === 'impossible') {
    return deny(deps, request, {
      by: 'policy',
      actor: botActor,
      text: opening.text,
      entries: [],
      notes: [],
      judged: [],
    });
  }
  if (opening.kind === 'approved') {
    const next = { ...request, opened: opening.opened };
    return approve(deps, next, { ...opening, notes: [], judged: [] });
  }
  const asOpen = { ...request, opened: opening.opened };
  const judged = judgeClicks(asOpen, { electorate: { ...electorate, whenOpened: asOpen.opened.memberships }, nowMs });
  return conclude(deps, asOpen, { rule, judged, electorate, entries: opening.entries });
}

async function conclude(
  deps: TenderDeps,
  request: AccessRequest & { opened: NonNullable<AccessRequest['opened']> },
  found: {
    rule: NonNullable<AccessRequest['rule']>;
    judged: Judged;
    electorate: Awaited<ReturnType<typeof readElectorate>>;
    entries: AuditEntry[];
  },
): Promise<Turn | undefined> {
  const { rule, judged, electorate } = found;
  const next: AccessRequest = { ...request, decisions: judged.decisions };
  const outcome = decide({
    rule,
    openedAtMs: request.opened.atMs,
    decisions: judged.decisions,
    requesters: request.requesters,
    whenOpened: request.opened.memberships,
    now: electorate.now,
    standings: electorate.standings,
  });
  const answered = { entries: [...found.entries, ...judged.entries], notes: judged.notes, judged: request.clicks };
  if (outcome.kind === 'denied') {
    const text = judged.denial ?? outcome.reason;
    const actor = judged.entries.find(({ details }) => details.verdict === 'deny')?.actor ?? botActor;
    return deny(deps, next, { by: outcome.by, actor, text, ...answered });
  }
  if (outcome.kind === 'approved') {
    const approval = await approvalOf(deps, next, { atMs: outcome.approvedAtMs, counted: outcome.counted });
    return approve(deps, next, { ...approval, ...answered });
  }
  if (request.clicks.length === 0 && found.entries.length === 0) return undefined;
  const nowMs = deps.clock.now();
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [accessRequestChange(next, { rev: request.rev }, request.clicks)],
        audit: answered.entries,
        due: [behind(request.id, nowMs)],
      }),
    notes: judged.notes,
  };
}

/**
 * Whether the decisions would be enough if everybody could be read and still counted: then it is worth reading again,
 * since a group that could not be read when the last of them was judged holds up the outcome.
 */
export function mayBeComplete({ state, rule, opened, decisions, requesters }: AccessRequest): boolean {
  if (state !== 'pending' || !rule || !opened || decisions.length === 0) return false;
  const standings = Object.fromEntries(decisions.map(({ personId }) => [personId, 'counts' as const]));
  const { memberships } = opened;
  const read = { requesters, whenOpened: memberships, now: memberships, standings };
  return decide({ ...read, rule, openedAtMs: opened.atMs, decisions }).kind !== 'missing';
}
