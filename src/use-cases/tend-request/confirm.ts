import type { Memberships } from '../../domain/approvals/membership.ts';
import type { AccessRequest, Confirmation, Lapse } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { type ReadPeople, roundHolds } from '../../domain/grants/round-holds.ts';
import { operationIdFrom } from '../../domain/names.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import { beginEndOfGrant } from '../begin-end-of-grant.ts';
import { isOpen, readGrant } from '../read-access.ts';
import { readElectorate } from './read-electorate.ts';
import { botActor, entryOf, type TenderDeps, type Turn } from './turn.ts';

/** Wire time until groups that could not be read are tried again: as long as was waited already, within these. */
const soonestMs = 1_000;
const latestMs = 30_000;

/**
 * Answers an operation that is about to write whether those who approved still may, by groups read now: confirms the
 * round, or opens the next one with the same plan. Undefined when nobody asked.
 */
export async function confirm(deps: TenderDeps, request: AccessRequest): Promise<Turn | undefined> {
  const { confirmation, rule, opened, state, round } = request;
  if (state !== 'approved' || !isOpen(request) || !rule || !opened) return undefined;
  if (!confirmation || confirmation.given || confirmation.round !== round) return undefined;
  const grant = await readGrant(deps.store, request.grantId);
  if (grant && grant.state !== 'applying' && grant.state !== 'active') return undefined;
  const atMs = deps.clock.now();
  const { now, standings } = await readElectorate(deps.readGroups, request, rule);
  const people = { memberships: ofThese(now, Object.keys(standings)), standings };
  const holds = roundHolds(request, rule, people);
  if (holds.kind === 'yes') return give(deps, request, { confirmation, people, counted: holds.counted, atMs });
  if (holds.kind === 'no') return lapse(deps, request, { confirmation, lapsed: holds.lapsed, grant });
  const waitedMs = deps.clock.now() - confirmation.askedAtMs;
  return { kind: 'wait', delayMs: Math.min(latestMs, Math.max(soonestMs, waitedMs)) };
}

function give(
  deps: TenderDeps,
  request: AccessRequest,
  found: {
    confirmation: Confirmation;
    people: ReadPeople;
    counted: { personId: string; group: string }[];
    atMs: number;
  },
): Turn {
  const { confirmation, people, counted, atMs } = found;
  const given = { atMs, ...people };
  const confirmed: AccessRequest = {
    ...request,
    confirmation: { ...confirmation, given },
    approved: request.approved && { ...request.approved, counted },
  };
  const { operationId } = confirmation;
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [accessRequestChange(confirmed), { id: operationId, wake: true }],
        audit: [
          entryOf(request, { what: 'request.confirmed', actor: botActor, atMs, details: { counted, operationId } }),
        ],
      }),
    notes: [],
    wakes: operationId,
  };
}

/** The decisions are void: people are asked again about the same plan, and the operation ends without a write. */
async function lapse(
  deps: TenderDeps,
  request: AccessRequest,
  found: { confirmation: Confirmation; lapsed: Lapse[]; grant: Grant | undefined },
): Promise<Turn> {
  const { confirmation, lapsed, grant } = found;
  if (grant?.state === 'applying' && grant.pendingRequestId === request.id && !grant.inForce) {
    return endWhatWasBegun(deps, request, grant);
  }
  const atMs = deps.clock.now();
  const next: AccessRequest = {
    ...request,
    ...{ state: 'pending', round: request.round + 1, difference: [], lapsed },
    ...{ opened: undefined, decisions: [], approved: undefined, confirmation: undefined },
    ...{ lastReminderAtMs: undefined, expiresAtMs: deps.clock.after(deps.settings.policy.requestTtlMs, atMs) },
  };
  const { operationId } = confirmation;
  const details = { lapsed, rule: request.rule?.because, operationId };
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [
          accessRequestChange(next),
          // A write that began in between is seen here.
          { id: request.grantId, expect: grant ? { rev: grant.rev } : { absent: true } },
          { id: operationId, wake: true },
        ],
        audit: [
          entryOf(request, { what: 'request.lapsed', actor: botActor, atMs, details }),
          entryOf(next, { what: 'request.round', actor: botActor, atMs, details: { lapsed } }),
        ],
        due: [{ id: request.id, atMs }, behind(request.id, atMs)],
      }),
    notes: [],
    wakes: operationId,
  };
}

/** Some of it may be in a whitelist, with nothing approved behind it: that is taken out, which cannot fail. */
async function endWhatWasBegun(deps: TenderDeps, request: AccessRequest, grant: Grant): Promise<Turn> {
  await beginEndOfGrant(deps, {
    grantId: grant.id,
    by: { kind: 'system', name: 'bot' },
    cause: 'those who approved it may not any more',
    operationId: operationIdFrom(`${request.id}.${request.round}.lapsed`),
  });
  return { kind: 'wait', delayMs: 0 };
}

/** Enough to weigh the decisions again, however large the groups are. */
function ofThese(memberships: Memberships, people: readonly string[]): Memberships {
  return Object.fromEntries(
    Object.entries(memberships).map(([group, members]) => [
      group,
      members === 'unknown' ? members : members.filter((id) => people.includes(id)),
    ]),
  );
}
