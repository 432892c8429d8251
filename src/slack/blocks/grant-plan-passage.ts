import { durationInWords } from '../../domain/grants/grant-duration.ts';
import type { GrantPlan, PlannedInstance } from '../../domain/grants/grant-plan.ts';
import { codeSpan, escapeText } from './escape.ts';
import { clamp } from './text.ts';

const mostShown = 8;
const keepsItsEnd: readonly GrantPlan['kind'][] = ['namespaces', 'repair', 'added-cidr'];

/** What applying would change: addresses, entries before and after on each instance, namespaces, warnings. */
export function grantPlanLines(plan: GrantPlan): string[] {
  return [
    ...addressLines(plan),
    ...[plan.primary, ...plan.replicas].slice(0, mostShown).map((instance, index) => instanceLine(instance, index > 0)),
    ...(plan.replicas.length >= mostShown
      ? [`• and ${plan.replicas.length + 1 - mostShown} more read-only replicas`]
      : []),
    namespaceLine(plan),
    durationLine(plan),
  ];
}

function addressLines({ addedCidrs, totalCidrs, describes }: GrantPlan): string[] {
  const { admittedAddresses: count } = describes;
  const total = entries(totalCidrs.map(({ cidr }) => cidr));
  const added = entries(addedCidrs.map(({ cidr }) => cidr));
  const inAll = `${count} address${count === 1 ? '' : 'es'} of this pool may connect`;
  if (addedCidrs.length === 0) return ['• adds no address', `• as before, ${inAll}: ${total}`];
  return added === total ? [`• adds ${added}: ${inAll}`] : [`• adds ${added}`, `• in all ${inAll}: ${total}`];
}

function durationLine({ kind, duration }: GrantPlan): string {
  const words = escapeText(durationInWords(duration));
  if (keepsItsEnd.includes(kind)) return '• ends when it was to end anyway';
  return kind === 'extension'
    ? `• lasts ${words} longer, counted from its present end`
    : `• lasts ${words}, counted from the last approval that is needed`;
}

/** What people should think about before they decide. */
export function grantWarningLines(plan: GrantPlan): string[] {
  const { warnings, blanketTolerations } = plan.describes;
  const shown = warnings.slice(0, mostShown).map((text) => `:warning: ${escapeText(clamp(text, 300))}`);
  const more = warnings.length > shown.length ? [`:warning: and ${warnings.length - shown.length} more warnings`] : [];
  if (blanketTolerations.length === 0) return [...shown, ...more];
  const others = few(blanketTolerations.map((name) => codeSpan(clamp(name, 80))));
  return [...shown, ...more, `:warning: these tolerate every taint and may run on the pool's nodes: ${others}`];
}

/** Besides: the vSwitch that each range belongs to. */
export function vSwitchLines({ totalCidrs }: GrantPlan): string[] {
  const ranges = totalCidrs.map(({ cidr, vSwitchId }) => `• ${codeSpan(cidr)} is vSwitch ${codeSpan(vSwitchId)}`);
  return ranges.slice(0, mostShown * 2);
}

/** Besides: groups of others on each instance. */
export function otherGroupLines(plan: GrantPlan): string[] {
  return [plan.primary, ...plan.replicas].map(({ instanceId, otherGroups }) => {
    const groups = otherGroups.map(({ name, entries }) => `${codeSpan(name)} (${entries})`);
    return `• ${codeSpan(instanceId)}: other groups ${groups.length > 0 ? few(groups) : 'none'}`;
  });
}

function instanceLine(instance: PlannedInstance, isReplica: boolean): string {
  const { instanceId, engine, group, entriesBefore, entriesAfter } = instance;
  const what = `${isReplica ? 'read-only replica' : 'instance'} ${codeSpan(instanceId)} (${escapeText(clamp(engine, 40))})`;
  const [before, after] = [entries(entriesBefore), entries(entriesAfter)];
  const change = before === after ? `stays ${after}` : `before ${before}, after ${after}`;
  return `• ${what}, group ${codeSpan(group.name)} (${group.networkType}): ${change}`;
}

function namespaceLine({ namespaces, areNamespacesEnforced }: GrantPlan): string {
  const names = few(namespaces.map((name) => codeSpan(name)));
  const how = areNamespacesEnforced
    ? 'enforced by an admission policy'
    : '*not enforced*: pods of other namespaces that name the pool get in too';
  return `• for pods of namespace${namespaces.length === 1 ? '' : 's'} ${names || '-'}, ${how}`;
}

function entries(list: readonly string[]): string {
  return list.length === 0 ? 'nothing' : few(list.toSorted().map((entry) => codeSpan(entry)));
}

function few(words: readonly string[]): string {
  const shown = words.slice(0, mostShown).join(', ');
  return words.length > mostShown ? `${shown} and ${words.length - mostShown} more` : shown;
}
