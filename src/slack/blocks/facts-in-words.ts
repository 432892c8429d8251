import type { Facts } from '../../domain/operation.ts';

const mostLines = 8;
const mostDepth = 4;
const words: Record<string, string> = {
  vSwitchId: 'vSwitch',
  vSwitchIds: 'vSwitches',
  cidrBlock: 'CIDR',
  cidr: 'CIDR',
  zoneId: 'zone',
  nodePoolId: 'node pool',
  configMapName: 'ConfigMap',
  configMap: 'ConfigMap',
  canaryIp: 'canary pod got',
  ip: 'address',
  hash: 'plan hash',
};

/**
 * What a step found or made, one thing a line, e.g. `vSwitch vsw-1, CIDR 10.0.0.0/26`. Literal text, not escaped.
 */
export function factsInWords(facts: Facts | undefined): string[] {
  if (!facts) return [];
  const lines = Object.entries(facts).flatMap(([key, value]) => linesOf(key, value, 0));
  const shown = lines.filter((line) => line !== '').slice(0, mostLines);
  return lines.length > mostLines ? [...shown, `and ${lines.length - mostLines} more`] : shown;
}

function linesOf(key: string, value: unknown, depth: number): string[] {
  if (value === null || value === undefined || depth > mostDepth) return [];
  if (Array.isArray(value)) return arrayLines(key, value, depth);
  if (typeof value !== 'object') return [labelled(key, value)];
  const entries = Object.entries(value);
  const isFlat = entries.every(([, member]) => member === null || typeof member !== 'object');
  if (!isFlat) return entries.flatMap(([name, member]) => linesOf(name, member, depth + 1));
  const text = flat(entries);
  // A map by zone or by name keeps the name; other objects speak for themselves.
  return text === '' ? [] : [words[key] === undefined && key.includes('-') ? `${key}: ${text}` : text];
}

function arrayLines(key: string, value: unknown[], depth: number): string[] {
  const simple = value.filter((item) => item === null || typeof item !== 'object');
  if (simple.length === value.length) return value.length === 0 ? [] : [`${wordOf(key)} ${simple.join(', ')}`];
  return value.flatMap((item) => linesOf(key, item, depth + 1));
}

function flat(entries: [string, unknown][]): string {
  return entries
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => labelled(key, value))
    .join(', ');
}

function labelled(key: string, value: unknown): string {
  if (value === true) return wordOf(key);
  if (value === false) return `not ${wordOf(key)}`;
  return `${wordOf(key)} ${String(value)}`;
}

function wordOf(key: string): string {
  const known = Object.hasOwn(words, key) ? words[key] : undefined;
  return known ?? (key.includes('-') ? key : key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase());
}
