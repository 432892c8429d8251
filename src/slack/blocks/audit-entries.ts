import type { ShownAudit } from '../../use-cases/show-audit.ts';
import { actionIds } from './action-ids.ts';
import { codeSpan, escapeText } from './escape.ts';
import { actions, clamp, context, type Message, message, plain, section } from './text.ts';

type Entry = ShownAudit['entries'][number];

/** The last entries of the audit log, newest first, and the button that sends all of them as files. */
export function auditEntries({ entries, hasMore, head, exportId }: ShownAudit): Message {
  const lines = entries.map(auditEntryLine);
  const first = lines.length === 0 ? 'No entry of the audit log fits that.' : '*Audit log*, newest first:';
  const more = hasMore ? 'There is more than is shown here. ' : '';
  const end = `${more}*Export* sends you everything that fits as CSV and JSON Lines, in a direct message. The log stands at number ${head.number}${head.link ? `, link ${codeSpan(head.link.slice(0, 12))}` : ''}.`;
  const button = {
    type: 'button' as const,
    action_id: actionIds.auditExport,
    text: plain('Export', 40),
    value: exportId,
  };
  return message(
    [first, ...lines, end],
    [section(first), ...lines.map(section), context(end), actions('audit', [button])],
  );
}

/** Escaped: number, when, who, what and about what. */
export function auditEntryLine({ number, atMs, actor, what, subject, details }: Entry): string {
  const pool = typeof details.pool === 'string' ? ` of ${codeSpan(clamp(details.pool, 60))}` : '';
  const about = subject === details.pool ? '' : ` ${codeSpan(clamp(subject, 60))}`;
  return `${number}. ${when(atMs)} ${who(actor)} ${whatWords(what)}${about}${pool}${particulars(details)}`;
}

const words: Readonly<Record<string, string>> = {
  'operation.requested': 'asked for',
  'operation.retry-asked': 'asked to retry',
  'operation.roll-back-asked': 'asked to roll back',
  'operation.cancel-asked': 'asked to cancel',
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
  'command.refused': 'was refused the command',
  'action.refused': 'was refused a button or form of',
  'audit-export.requested': 'asked for the export',
  'audit-export.sent': 'sent the export',
  'audit-export.failed': 'could not send the export',
};

/** What this release does not know is shown as it stands in the log. */
const whatWords = (what: string): string => words[what] ?? codeSpan(clamp(what, 60));

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

function particulars({ step, kind, reason, error }: Entry['details']): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const told = [kind, step, reason, code].filter((one) => typeof one === 'string');
  return told.length === 0 ? '' : `: ${escapeText(clamp(told.join(', '), 120))}`;
}
