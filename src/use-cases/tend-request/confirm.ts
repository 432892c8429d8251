import type { Memberships } from '../../domain/approvals/membership.ts';
import type { AccessRequest, Confirmation, Lapse } from '../../domain/grants/access-request.ts';
import { awaitsConfirmation } from '../../domain/grants/confirmation.ts';
import { type ReadPeople, roundHolds } from '../../domain/grants/round-holds.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import { isOpen, readGrant } from '../read-access.ts';
import { readElectorate } from './read-electorate.ts';
import { botActor, entryOf, type TenderDeps, type Turn } from './turn.ts';

/** Wire time until groups that could not be read are tried again: as long as was waited already, within these. */
const soonestMs = 1_000;
const latestMs = 30_000;

/**
 * Answers an operation that is about to write whether those who approved still may, by groups read now: confirms the
 * round, or refuses to. Undefined when nobody asked.
 */
export async function confirm(deps: TenderDeps, request: AccessRequest): Promise<Turn | undefined> {
  const { confirmation, rule, opened, state, round } = request;
  if (state !== 'approved' || !isOpen(request) || !rule || !opened) return undefined;
  if (confirmation?.round !== round || !awaitsConfirmation(request)) return undefined;
  const grant = await readGrant(deps.store, request.grantId);
  if (grant && grant.state !== 'applying' && grant.state !== 'active') return undefined;
  const atMs = deps.clock.now();
  const { now, standings } = await readElectorate(deps.readGroups, request, rule);
  const people = { memberships: ofThese(now, Object.keys(standings)), standings };
  const holds = roundHolds(request, rule, people);
  if (holds.kind === 'yes') return give(deps, request, { confirmation, people, counted: holds.counted, atMs });
  if (holds.kind === 'no') return refuse(deps, request, { confirmation, lapsed: holds.lapsed, atMs });
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

/** Only the answer: the operation takes back what it may have written, and opens the next round with that. */
function refuse(
  deps: TenderDeps,
  request: AccessRequest,
  { confirmation, lapsed, atMs }: { confirmation: Confirmation; lapsed: Lapse[]; atMs: number },
): Turn {
  const { operationId } = confirmation;
  const refused: AccessRequest = { ...request, confirmation: { ...confirmation, refused: lapsed } };
  const details = { lapsed, rule: request.rule?.because, operationId };
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [accessRequestChange(refused), { id: operationId, wake: true }],
        audit: [entryOf(request, { what: 'request.lapsed', actor: botActor, atMs, details })],
      }),
    notes: [],
    wakes: operationId,
  };
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
