import { connectionProofIn } from '../../domain/connection-proof.ts';
import type { Facts } from '../../domain/operation.ts';
import { proofInWords } from './connection-words.ts';

const mostLines = 8;
const mostDepth = 4;
/** An empty word: the value speaks for itself. */
const words: Record<string, string> = {
  vSwitchId: 'vSwitch',
  vSwitchIds: 'vSwitches',
  cidrBlock: 'CIDR',
  cidr: 'CIDR',
  zoneId: 'zone',
  configMapName: 'ConfigMap',
  configMap: '',
  nodePoolId: 'node pool',
  nodeName: 'on node',
  canaryIp: 'canary pod got',
  deleted: 'removed:',
  noGrantFor: 'no live grant for',
  internalIp: '',
  podIp: '',
  ip: '',
  name: '',
  enforced: 'enforced by admission',
};
/** For machines, or said elsewhere. */
const hidden = ['eniConf', 'plan', 'target', 'hash', 'poolRev', 'provesFrom'];
/** Facts that belong together and are said together. */
const phrases: { of: string[]; say: (facts: Record<string, unknown>) => string }[] = [
  {
    of: ['nodeIp', 'podIp', 'cidrBlock'],
    say: ({ nodeIp, podIp, cidrBlock }) => `${podIp}, leaves with ${nodeIp}, inside ${cidrBlock}`,
  },
  { of: ['podIp', 'cidrBlock'], say: ({ podIp, cidrBlock }) => `got ${podIp}, inside ${cidrBlock}` },
  { of: ['vSwitchId', 'cidrBlock'], say: ({ vSwitchId, cidrBlock }) => `${cidrBlock}, ${vSwitchId}` },
  { of: ['nodePoolId', 'name'], say: ({ nodePoolId, name }) => `${nodePoolId} (${name})` },
  { of: ['name', 'zoneId'], say: ({ name, zoneId }) => `${name} in ${zoneId}` },
];
/** How many of something: the number comes first. */
const counts: Record<string, string> = { freeAddresses: 'addresses free', nodes: 'nodes' };

/**
 * What a step found or made: its plain facts in one line, e.g. `vSwitch vsw-1, CIDR 10.0.0.0/26`, then a line for
 * each thing in a list or a map. Literal text, not escaped.
 */
export function factsInWords(facts: Facts | undefined): string[] {
  const proof = connectionProofIn(facts);
  if (proof) return [proofInWords(proof)];
  const lines = facts ? objectLines(facts, 0) : [];
  return lines.length > mostLines ? [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more`] : lines;
}

function objectLines(members: Record<string, unknown>, depth: number): string[] {
  if (depth > mostDepth) return [];
  const shown = Object.entries(members).filter(([key, value]) => !hidden.includes(key) && !isNothing(value));
  const phrase = phrases.find(({ of }) =>
    of.every((key) => shown.some(([name, value]) => name === key && isPlain(value))),
  );
  const apart = shown.filter(([key, value]) => isPlain(value) && !phrase?.of.includes(key));
  const said = phrase ? [phrase.say(members)] : [];
  const plain = [...said, ...apart.map(([key, value]) => labelled(key, value))].join(', ');
  const nested = shown.flatMap(([key, value]) => (isPlain(value) ? [] : nestedLines(key, value, depth + 1)));
  return plain === '' ? nested : [plain, ...nested];
}

function nestedLines(key: string, value: unknown, depth: number): string[] {
  if (Array.isArray(value)) {
    const plain = value.filter(isPlain);
    if (plain.length === value.length) return [labelled(key, plain.join(', '))];
    return value.flatMap((item) => nestedLines('', item, depth));
  }
  if (value === null || typeof value !== 'object') return isNothing(value) ? [] : [String(value)];
  const lines = objectLines({ ...value }, depth);
  // A map by zone or by name keeps the name; other objects speak for themselves.
  return key.includes('-') ? lines.map((line) => `${key}: ${line}`) : lines;
}

function labelled(key: string, value: unknown): string {
  if (typeof value === 'number' && Object.hasOwn(counts, key)) return `${value} ${counts[key]}`;
  const word = wordOf(key);
  if (typeof value === 'boolean') return value ? word : `not ${word}`;
  return word === '' ? String(value) : `${word} ${String(value)}`;
}

function wordOf(key: string): string {
  const known = Object.hasOwn(words, key) ? words[key] : undefined;
  return known ?? (key.includes('-') ? key : key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase());
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
