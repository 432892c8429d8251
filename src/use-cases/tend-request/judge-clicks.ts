import { decide, type RoundDecision } from '../../domain/approvals/decide.ts';
import type { Electorate } from '../../domain/approvals/eligibility.ts';
import { mayDecide } from '../../domain/approvals/may-decide.ts';
import type { AccessRequest, Click } from '../../domain/grants/access-request.ts';
import type { RequestState } from '../../domain/grants/request-states.ts';
import type { AuditEntry } from '../../store/store.ts';
import type { PrivateNote } from '../private-note.ts';
import { closedAnswer, refusalOf } from './dismiss-clicks.ts';
import { entryOf, personActor } from './turn.ts';

export interface Judged {
  /** Those of the round so far with those of the clicks that count. */
  decisions: RoundDecision[];
  entries: AuditEntry[];
  notes: PrivateNote[];
  /** What the denial said, if one of the clicks is one that counts. */
  denial: string | undefined;
}

/** Judges every click of a round in their order; what comes after the outcome is late. */
export function judgeClicks(
  request: AccessRequest & { opened: NonNullable<AccessRequest['opened']> },
  { electorate, nowMs }: { electorate: Electorate; nowMs: number },
): Judged {
  const judged: Judged = { decisions: [...request.decisions], entries: [], notes: [], denial: undefined };
  for (const click of request.clicks) {
    const state = stateFor(click, request, { electorate, decisions: judged.decisions });
    const { expiresAtMs } = request;
    const round = { state, expiresAtMs, decisions: judged.decisions };
    const answer =
      state === 'pending'
        ? mayDecide(click.personId, { ...electorate, round, nowMs })
        : { kind: 'no' as const, ...closedAnswer(click, { state, expiresAtMs }, nowMs) };
    const { personId, verdict, atMs } = click;
    if (answer.kind === 'yes' && (verdict === 'approve' || verdict === 'deny')) {
      judged.decisions.push({ personId, verdict, atMs });
      if (verdict === 'deny') judged.denial ??= click.reason;
      judged.entries.push(decisionEntry(request, { click, groups: answer.groups }));
    } else {
      const { entry, note } = refusalOf(request, { click, ...notCounted(answer), atMs: nowMs });
      judged.entries.push(entry);
      judged.notes.push(note);
    }
  }
  return judged;
}

function notCounted(answer: { kind: 'yes' } | { kind: 'no'; because: string; text: string }) {
  return answer.kind === 'no' ? answer : { because: 'no-decision', text: 'There is nothing to review here.' };
}

/** The state of the round that was clicked, as the clicks before left it. */
function stateFor(
  click: Click,
  request: AccessRequest & { opened: NonNullable<AccessRequest['opened']> },
  { electorate, decisions }: { electorate: Electorate; decisions: RoundDecision[] },
): RequestState {
  if (click.round !== request.round || !request.rule) return 'superseded';
  const outcome = decide({ ...electorate, rule: request.rule, openedAtMs: request.opened.atMs, decisions });
  return outcome.kind === 'missing' ? 'pending' : outcome.kind;
}

function decisionEntry(request: AccessRequest, { click, groups }: { click: Click; groups: string[] }): AuditEntry {
  const { verdict, reason, personId, atMs } = click;
  const what = verdict === 'approve' ? 'request.approval' : 'request.denial';
  const details = { verdict, groups, ...(reason === undefined ? {} : { reason }) };
  return entryOf(request, { what, actor: personActor(request, personId), atMs, details });
}
