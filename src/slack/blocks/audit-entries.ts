import type { AuditWhat } from '../../domain/audit-what.ts';
import type { ShownAudit } from '../../use-cases/show-audit.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { codeSpan, escapeText } from './escape.ts';
import { actions, clamp, context, type Message, message, section } from './text.ts';

type Entry = ShownAudit['entries'][number];

/** The last entries of the audit log, newest first, and the button that sends all of them as files. */
export function auditEntries({ entries, hasMore, head, exportId }: ShownAudit): Message {
  const lines = entries.map(auditEntryLine);
  const first = lines.length === 0 ? 'No entry of the audit log fits that.' : '*Audit log*, newest first:';
  const more = hasMore ? 'There is more than is shown here. ' : '';
  const end = `${more}*Export* sends you everything that fits as CSV and JSON Lines, in a direct message. The log stands at number ${head.number}${head.link ? `, link ${codeSpan(head.link.slice(0, 12))}` : ''}.`;
  const exports = button({ actionId: actionIds.auditExport, label: 'Export', value: exportId });
  return message(
    [first, ...lines, end],
    [section(first), ...lines.map(section), context(end), actions('audit', [exports])],
  );
}

/** Escaped: number, when, who, what and about what. */
export function auditEntryLine({ number, atMs, actor, what, subject, details }: Entry): string {
  const { pool, instance } = details;
  const ofPool = typeof pool === 'string' ? ` of ${codeSpan(clamp(pool, 60))}` : '';
  const toInstance = typeof instance === 'string' ? ` to ${codeSpan(clamp(instance, 60))}` : '';
  const about = subject === pool || subject === 'freeze' ? '' : ` ${codeSpan(clamp(subject, 60))}`;
  return `${number}. ${when(atMs)} ${who(actor)} ${whatWords(what)}${about}${ofPool}${toInstance}${particulars(details)}`;
}

const words: Readonly<Record<AuditWhat, string>> = {
  'operation.requested': 'asked for',
  'operation.retry-asked': 'asked to retry',
  'operation.roll-back-asked': 'asked to roll back',
  'operation.cancel-asked': 'asked to cancel',
  'operation.go-on-asked': 'let it go on without the databases that refused, in',
  'operation.done': 'finished',
  'operation.failed': 'stopped at a failure in',
  'operation.waiting': 'needs a person for',
  'operation.cancelled': 'cancelled',
  'operation.rolled-back': 'rolled back',
  'step.begun': 'began a step of',
  'step.intends': 'is about to change something in',
  'step.done': 'did a step of',
  'step.undo-begun': 'began to undo a step of',
  'step.undone': 'undid a step of',
  'step.failed': 'failed at a step of',
  'step.undo-failed': 'failed to undo a step of',
  'request.asked': 'asked others to decide about',
  'request.round': 'planned a round of',
  'request.opened': 'opened for decisions',
  'request.reminded': 'reminded people of',
  'request.escalated': 'escalated',
  'request.approval': 'gave an approval to',
  'request.denial': 'gave a denial to',
  'request.click-refused': 'clicked without effect on',
  'request.approved': 'found enough approvals for',
  'request.confirmed': 'confirmed the approvers of',
  'request.lapsed': 'found that approvals do not hold any more for',
  'request.denied': 'denied',
  'request.withdrawn': 'withdrew',
  'request.expired': 'let expire',
  'request.superseded': 'closed as out of date',
  'whitelist.intended': 'is about to write whitelists for',
  'grant.applied': 'opened the database for',
  'grant.taken-back': 'took back what approvals hold no more for, of',
  'grant.narrowed': 'took addresses that the pool gave up out of',
  'grant.ending': 'began to end',
  'grant.overdue': 'could not prove closed yet',
  'grant.ended': 'closed the database for',
  'grant.end-announced': 'announced the end of',
  'grant.review-asked': 'asked for a review of',
  'grant.reviewed': 'reviewed and kept',
  'pool.review-asked': 'asked whether it is still needed about',
  'pool.kept': 'kept',
  'pool.namespaces-changed': 'changed the namespaces of',
  'pool.owner-changed': 'changed the owner of',
  'pool.described': 'described',
  'pool.drift': 'found that others changed or use what is of',
  'pool.drift-gone': 'found no longer what had been changed, of',
  'pool.degraded': 'found that promises hold no more of',
  'pool.ready-again': 'found that promises hold again of',
  'grant.namespaces-changed': 'wrote down the new namespaces of',
  'grant.drift': 'found a whitelist that somebody else changed, about',
  'grant.drift-gone': 'found no longer what had been changed, about',
  'pool.import-begun': 'began to take over a pool made by hand:',
  'reconcile.pool-adopted': 'took over what was found of a pool:',
  'reconcile.grant-adopted': 'took over what was found of access:',
  'reconcile.review-opened': 'found access that no record allows:',
  'reconcile.review-closed': 'found decided what no record allowed:',
  'break-glass.signed': 'signed the break-glass of',
  'break-glass.rejected': 'rejected the break-glass of',
  'freeze.on': 'froze what opens databases',
  'freeze.off': 'ended the freeze',
  'capacity.alert-opened': 'found a pool running out of room:',
  'capacity.alert-changed': 'found more or less room than before:',
  'capacity.alert-resolved': 'found room again:',
  'capacity.alert-snoozed': 'wants no word for a while of',
  'capacity.outage-opened': 'could not measure pools any more:',
  'capacity.outage-resolved': 'could measure pools again:',
  'command.refused': 'was refused the command',
  'action.refused': 'was refused a button or form of',
  'audit-export.requested': 'asked for the export',
  'audit-export.sent': 'sent the export',
  'audit-export.failed': 'could not send the export',
};
const known = new Map<string, string>(Object.entries(words));

/** What this release does not know is shown as it stands in the log. */
const whatWords = (what: string): string => known.get(what) ?? codeSpan(clamp(what, 60));

function who(actor: string): string {
  const [, userId] = /^slack:[A-Z0-9]+\/([UW][A-Z0-9]{1,30})$/.exec(actor) ?? [];
  if (userId) return `<@${userId}>`;
  return actor.startsWith('system:') ? 'egress-pool' : escapeText(clamp(actor, 60));
}

function when(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime())
    ? 'at an unknown time'
    : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function particulars({ step, kind, reason, because, cause, text, to, entries, error }: Entry['details']): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const list = Array.isArray(entries) ? entries : [];
  const told = [kind, step, reason, because, cause, text, to, ...list, code].filter((one) => typeof one === 'string');
  return told.length === 0 ? '' : `: ${escapeText(clamp(told.join(', '), 200))}`;
}
