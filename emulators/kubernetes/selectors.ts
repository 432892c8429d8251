import { badRequest } from './api-error.ts';
import { isJsonObject, type KubeObject } from './manifest.ts';
import type { LabelSelector } from './workload-manifests.ts';

export type Matcher = (object: KubeObject) => boolean;

/** Parses `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws 400 as the API server does. */
export function parseLabelSelector(text: string): Matcher {
  const parts = text.match(/[^,(]+(\([^)]*\))?/g) ?? [];
  const tests = parts.map((part) => parseRequirement(part.trim())).filter((test) => test !== undefined);
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

/** An empty selector matches everything, a missing one nothing. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Record<string, string>): boolean {
  if (selector === undefined) return false;
  const exact = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return exact && (selector.matchExpressions ?? []).every((one) => matchesRequirement(one, labels[one.key]));
}

/** In, NotIn, Exists, DoesNotExist, Gt, Lt over one label's value. */
export function matchesRequirement(
  requirement: { operator: string; values?: string[] },
  value: string | undefined,
): boolean {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** `a.b=c,d!=e`; only the fields that the real server indexes for the usual kinds. */
export function parseFieldSelector(text: string): Matcher {
  const tests = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseFieldRequirement);
  return (object) => tests.every((test) => test(object));
}

type LabelTest = (labels: Record<string, string>) => boolean;

function parseRequirement(part: string): LabelTest | undefined {
  if (part === '') return undefined;
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
  if (set?.[1] !== undefined) {
    const key = set[1];
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    const operator = set[2] === 'in' ? 'In' : 'NotIn';
    return (labels) => matchesRequirement({ operator, values }, labels[key]);
  }
  const pair = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (pair?.[1] !== undefined) {
    const key = pair[1];
    const isNegative = pair[2] === '!=';
    return (labels) => (labels[key] === pair[3]) !== isNegative;
  }
  const presence = /^(!?)\s*([A-Za-z0-9./_-]+)$/.exec(part);
  if (presence?.[2] === undefined) throw badRequest(`unable to parse requirement: found '${part}'`);
  const key = presence[2];
  return (labels) => (labels[key] !== undefined) !== (presence[1] === '!');
}

const FIELDS =
  /^(metadata\.(name|namespace)|spec\.(nodeName|restartPolicy|unschedulable)|status\.(phase|podIP)|involvedObject\.(kind|name|namespace|uid)|regarding\.(kind|name|namespace|uid)|reason|type)$/;

function parseFieldRequirement(part: string): Matcher {
  const pair = /^([^=!]+)(==|=|!=)(.*)$/.exec(part.trim());
  if (pair?.[1] === undefined) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  const field = pair[1];
  if (!FIELDS.test(field)) throw badRequest(`field label not supported: ${field}`);
  const path = field.replace(/^regarding\./, 'involvedObject.').split('.');
  return (object) => (readPath(object, path) === pair[3]) !== (pair[2] === '!=');
}

function readPath(object: KubeObject, path: string[]): string {
  let value: unknown = object;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value === undefined || value === null ? '' : String(value);
}
