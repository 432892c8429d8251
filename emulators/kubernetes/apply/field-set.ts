import { isJsonObject, type JsonObject } from '../manifest.ts';
import { isSetList, itemKey, listKeysOf } from './list-keys.ts';

/** Fields of an object: a path (FieldsV1 elements, JSON-encoded) and the value that stands there. */
export type FieldSet = Map<string, unknown>;

/** Never owned by anybody: they name the object or belong to the server. */
const IDENTITY = new Set(['apiVersion', 'kind']);
const SERVER_METADATA = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'generateName',
]);

/** All leaves of an object, plus a `.` for each item of a merged list. */
export function fieldsOf(object: JsonObject): FieldSet {
  const fields: FieldSet = new Map();
  for (const [name, value] of Object.entries(object)) {
    if (IDENTITY.has(name)) continue;
    if (name === 'metadata' && isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (!SERVER_METADATA.has(key)) collect(fields, ['f:metadata', `f:${key}`], item);
      }
      continue;
    }
    collect(fields, [`f:${name}`], value);
  }
  return fields;
}

export function encodePath(path: string[]): string {
  return JSON.stringify(path);
}

export function decodePath(path: string): string[] {
  const parsed: unknown = JSON.parse(path);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

/** As the API server prints it in conflicts: `.data.eni_conf`, `.spec.containers[name="app"].image`. */
export function printPath(path: string): string {
  return decodePath(path)
    .map((element) => {
      if (element.startsWith('f:')) return `.${element.slice(2)}`;
      if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
      if (!element.startsWith('k:')) return '';
      const key: unknown = JSON.parse(element.slice(2));
      const pairs = isJsonObject(key) ? Object.entries(key) : [];
      return `[${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}

function collect(fields: FieldSet, path: string[], value: unknown): void {
  const name = (path.at(-1) ?? '').slice(2);
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) collect(fields, [...path, `f:${key}`], item);
    return;
  }
  const keys = listKeysOf(name);
  if (Array.isArray(value) && keys !== undefined && value.every(isJsonObject)) {
    for (const item of value) collectItem(fields, [...path, `k:${itemKey(keys, item)}`], item);
    return;
  }
  if (Array.isArray(value) && isSetList(name)) {
    for (const item of value) fields.set(encodePath([...path, `v:${JSON.stringify(item)}`]), item);
    return;
  }
  fields.set(encodePath(path), value);
}

function collectItem(fields: FieldSet, path: string[], item: JsonObject): void {
  fields.set(encodePath([...path, '.']), undefined);
  for (const [key, value] of Object.entries(item)) collect(fields, [...path, `f:${key}`], value);
}
