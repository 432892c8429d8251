import { mayDecide } from '../../domain/approvals/may-decide.ts';
import type { AccessRequest, Click } from '../../domain/grants/access-request.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { AuditEntry } from '../../store/store.ts';
import type { PrivateNote } from '../private-note.ts';
import { entryOf, personActor, type TenderDeps, type Turn } from './turn.ts';

/** Answers the clicks on a request about which nothing is left to decide. */
export function dismissClicks(deps: TenderDeps, request: AccessRequest): Turn | undefined {
  const { state, clicks } = request;
  if (state === 'pending' || clicks.length === 0) return undefined;
  const atMs = deps.clock.now();
  const refused = clicks.map((click) => refusalOf(request, { click, ...closedAnswer(click, request, atMs), atMs }));
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [accessRequestChange(request, { rev: request.rev }, clicks)],
        audit: refused.map(({ entry }) => entry),
      }),
    notes: refused.map(({ note }) => note),
  };
}

/** The entry and the private answer for a click that does not count. */
export function refusalOf(
  request: AccessRequest,
  refused: { click: Click; because: string; text: string; atMs: number },
): { entry: AuditEntry; note: PrivateNote } {
  const { click, because, text, atMs } = refused;
  const details = { clickedRound: click.round, verdict: click.verdict, because };
  return {
    entry: entryOf(request, {
      ...{ what: 'request.click-refused', actor: personActor(request, click.personId), atMs, details },
    }),
    note: { personId: click.personId, requestId: request.id, text },
  };
}

/** Why a click on a round that is over does not count. */
export function closedAnswer(
  click: Click,
  { state, expiresAtMs }: Pick<AccessRequest, 'state' | 'expiresAtMs'>,
  nowMs: number,
): { because: string; text: string } {
  const nobody = { require: [], requesters: [], whenOpened: {}, now: {}, standings: {} };
  const answer = mayDecide(click.personId, { ...nobody, round: { state, expiresAtMs, decisions: [] }, nowMs });
  return answer.kind === 'no' ? answer : { because: state, text: 'Nothing is left to decide here.' };
}
