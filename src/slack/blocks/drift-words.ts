import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { DriftFinding } from '../../domain/grants/find-drift.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { isActive, type Operation } from '../../domain/operation.ts';
import type { KnownFinding } from '../../store/drift-record.ts';
import { isOpen } from '../../use-cases/read-access.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { codeSpan, escapeText } from './escape.ts';
import { instantWords } from './request-words.ts';
import { actions, clamp, type Message, message, paragraph, section } from './text.ts';

export interface DriftView {
  known: KnownFinding;
  grant: Grant | undefined;
  /** The grant's open or last request. */
  pending: AccessRequest | undefined;
  /** What takes out what is left over. */
  operation: Operation | undefined;
}

const mostShown = 12;

/** One finding for those who decide about databases, with what to do; edited when it is gone. */
export function driftMessage(view: DriftView): Message {
  const { known, grant } = view;
  const head = headOf(known);
  if (known.goneAtMs !== undefined) return paragraph(head);
  const lines = [head, ...nextLines(view)];
  const isRepairable = known.finding.kind === 'missing' && grant?.state === 'active' && !isUnderRepair(view);
  return message(lines, [
    section(lines.join('\n')),
    ...(isRepairable
      ? [
          actions('drift', [
            button({
              ...{ actionId: actionIds.repair, label: 'Repair', value: grant.id, style: 'primary' },
              confirm: {
                title: 'Ask for a repair?',
                text: 'The approvers of this database are asked to have the entries put back.',
                yes: 'Ask',
                no: 'Back',
              },
            }),
          ]),
        ]
      : []),
  ]);
}

/** The finding in one paragraph. */
export function driftNote(known: KnownFinding): Message {
  return paragraph(headOf(known));
}

function headOf({ finding, foundAtMs, goneAtMs }: KnownFinding): string {
  const said = whatWords(finding);
  return goneAtMs === undefined
    ? `:rotating_light: ${said} Found ${instantWords(foundAtMs)}.`
    : `:white_check_mark: ~${said}~ Not so any more since ${instantWords(goneAtMs)}.`;
}

function whatWords({ kind, instanceId, group, pool, entries }: DriftFinding): string {
  const list = entries.slice(0, mostShown).map((entry) => codeSpan(clamp(entry, 40)));
  const all = `${list.join(', ')}${entries.length > mostShown ? ` and ${entries.length - mostShown} more` : ''}`;
  const where = `group ${codeSpan(group)} of ${codeSpan(instanceId)}`;
  const whose = pool ? ` (pool ${codeSpan(pool.name)})` : '';
  switch (kind) {
    case 'missing':
      return `*Somebody else took entries out*: ${all}, of our ${where}${whose}. What should be let in is not.`;
    case 'unknown':
      return `*Somebody else put entries in*: ${all}, into our ${where}${whose}.`;
    case 'left-over':
      return `*Left over*: ${all} in ${where}${whose}, where no grant of the pool is in force.`;
    case 'unrecorded':
      return `*To be looked at*: ${all} in ${where}${whose}, of which nothing is on record here.`;
  }
}

function nextLines(view: DriftView): string[] {
  const { known, pending, operation } = view;
  switch (known.finding.kind) {
    case 'missing':
      return isUnderRepair(view)
        ? [`A repair is asked for as ${codeSpan(pending?.id ?? '')}.`]
        : ['Nothing is put back before its approvers have agreed: *Repair* asks them. Revoke it if that was meant.'];
    case 'unknown':
      return [
        'Nothing more is opened through this group until a DBA has taken them out by hand. They stay as they are.',
      ];
    case 'left-over':
      return [leftOverLine(operation)];
    case 'unrecorded':
      return [unrecordedLine(known.finding)];
  }
}

function unrecordedLine({ pool, primaryInstanceId }: DriftFinding): string {
  if (!pool) return 'Nothing was changed. A DBA has to say whose it is, and to take it out by hand if it is nobody’s.';
  const about = `${pool.name} ${primaryInstanceId}`;
  return `Nothing was changed. What is the pool’s own and still needed, its approvers sign anew: ${codeSpan(`/egress-pool allow ${about}`)}. Else its owner or an operator closes it: ${codeSpan(`/egress-pool revoke ${about}`)}. Entries of others are for a DBA.`;
}

function leftOverLine(operation: Operation | undefined): string {
  if (!operation) return 'They are taken out in a moment; entries of others stay.';
  const check = operation.steps.find(({ name }) => name === 'check')?.record.facts;
  if (check?.outcome === 'kept') {
    const because =
      typeof check.because === 'string' ? escapeText(clamp(check.because, 200)) : 'something speaks for it';
    return `Nothing was taken out, since ${because}. An operator has to look (${codeSpan(operation.id)}).`;
  }
  if (isActive(operation.state)) return `They are being taken out (${codeSpan(operation.id)}); entries of others stay.`;
  return operation.state === 'done'
    ? `They were taken out (${codeSpan(operation.id)}), which is looked at again.`
    : `They still stand there: ${codeSpan(operation.id)} was stopped. It is begun anew at the next look.`;
}

function isUnderRepair({ pending }: DriftView): boolean {
  return pending !== undefined && pending.kind === 'repair' && isOpen(pending);
}
