import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, ManagedFieldsEntry } from '../manifest.ts';
import { type FieldSet, fieldsOf } from './field-set.ts';
import { fromFieldsV1, toFieldsV1 } from './fields-v1.ts';

export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  time: string;
  subresource?: string | undefined;
}

/** Who owns what: the sets behind `metadata.managedFields`. */
export interface Owner {
  entry: ManagedFieldsEntry;
  paths: Set<string>;
}

export function ownersOf(object: KubeObject): Owner[] {
  return (object.metadata.managedFields ?? []).map((entry) => ({ entry, paths: fromFieldsV1(entry.fieldsV1) }));
}

export function isSameWriter(entry: ManagedFieldsEntry, writer: Writer): boolean {
  return (
    entry.manager === writer.manager && entry.operation === writer.operation && entry.subresource === writer.subresource
  );
}

/** Changes `object`: an owner without a field goes. */
export function writeOwners(object: KubeObject, owners: Owner[]): void {
  const entries = owners
    .filter((owner) => owner.paths.size > 0)
    .map((owner) => ({ ...owner.entry, fieldsV1: toFieldsV1(owner.paths) }));
  if (entries.length > 0) object.metadata.managedFields = entries;
  else delete object.metadata.managedFields;
}

/** Changes `after`: what the writer changed or added is its own from now on, and nobody else's. */
export function takeOwnership(before: KubeObject | undefined, after: KubeObject, writer: Writer): void {
  const old: FieldSet = before === undefined ? new Map() : fieldsOf(before);
  const fresh = fieldsOf(after);
  const changed = [...fresh].filter(([path, value]) => !old.has(path) || !isDeepStrictEqual(old.get(path), value));
  const gone = [...old.keys()].filter((path) => !fresh.has(path));
  const owners = before === undefined ? [] : ownersOf(before);
  for (const owner of owners) for (const path of gone) owner.paths.delete(path);
  if (changed.length > 0) {
    for (const owner of owners) for (const [path] of changed) owner.paths.delete(path);
    addPaths(owners, { writer, apiVersion: after.apiVersion, paths: changed.map(([path]) => path) });
  }
  writeOwners(after, owners);
}

function addPaths(owners: Owner[], o: { writer: Writer; apiVersion: string; paths: string[] }): void {
  const existing = owners.find((owner) => isSameWriter(owner.entry, o.writer));
  if (existing !== undefined) {
    existing.entry = { ...existing.entry, time: o.writer.time };
    for (const path of o.paths) existing.paths.add(path);
    return;
  }
  owners.push({ entry: newEntry(o.writer, o.apiVersion), paths: new Set(o.paths) });
}

export function newEntry(writer: Writer, apiVersion: string): ManagedFieldsEntry {
  return {
    manager: writer.manager,
    operation: writer.operation,
    apiVersion,
    time: writer.time,
    fieldsType: 'FieldsV1',
    fieldsV1: {},
    ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }),
  };
}
