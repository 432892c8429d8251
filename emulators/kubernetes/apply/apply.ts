import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../api-error.ts';
import type { KubeObject } from '../manifest.ts';
import { removeItem, setField } from './edit-fields.ts';
import { decodePath, type FieldSet, fieldsOf, printPath } from './field-set.ts';
import { isSameWriter, newEntry, type Owner, ownersOf, type Writer, writeOwners } from './ownership.ts';

/**
 * Server-side apply: merges `applied` into `live`, with ownership per field. What this manager applied before and
 * leaves out now goes, unless somebody else owns it too. Throws 409 when another manager owns a field with another
 * value, unless `force`, which takes the field from it.
 */
export function applyManifest(o: {
  live: KubeObject;
  applied: KubeObject;
  writer: Writer;
  force: boolean;
}): KubeObject {
  const wanted = fieldsOf(o.applied);
  const present = fieldsOf(o.live);
  const owners = ownersOf(o.live);
  const others = owners.filter((owner) => !isSameWriter(owner.entry, o.writer));
  const conflicts = findConflicts({ wanted, present, others });
  if (conflicts.length > 0 && !o.force) throw applyConflict(conflicts);
  for (const { owner, path } of conflicts) owner.paths.delete(path);

  const result = structuredClone(o.live);
  const mine = owners.find((owner) => isSameWriter(owner.entry, o.writer));
  dropLeftOut({ result, before: mine?.paths ?? new Set(), wanted, others });
  for (const [path, value] of wanted) setField(result, path, value);

  const isSameSet = mine !== undefined && isDeepStrictEqual(mine.paths, new Set(wanted.keys()));
  const entry =
    isSameSet && isDeepStrictEqual(fieldsOf(result), present) ? mine.entry : newEntry(o.writer, o.applied.apiVersion);
  writeOwners(result, [...others, { entry, paths: new Set(wanted.keys()) }]);
  return result;
}

interface Conflict {
  owner: Owner;
  path: string;
}

function findConflicts(o: { wanted: FieldSet; present: FieldSet; others: Owner[] }): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [path, value] of o.wanted) {
    if (o.present.has(path) && isDeepStrictEqual(o.present.get(path), value)) continue;
    for (const owner of o.others) if (owner.paths.has(path)) conflicts.push({ owner, path });
  }
  return conflicts;
}

function dropLeftOut(o: { result: KubeObject; before: Set<string>; wanted: FieldSet; others: Owner[] }): void {
  for (const path of o.before) {
    if (o.wanted.has(path) || o.others.some((owner) => owner.paths.has(path))) continue;
    if (decodePath(path).at(-1) === '.') removeItem(o.result, path);
    else setField(o.result, path, undefined);
  }
}

/** Worded as `managedfields/internal/conflict.go` of the API machinery does. */
function applyConflict(conflicts: Conflict[]): ApiError {
  const [only] = conflicts;
  const byManager = new Map<string, string[]>();
  for (const { owner, path } of conflicts) {
    const manager = printManager(owner);
    byManager.set(manager, [...(byManager.get(manager) ?? []), `- ${printPath(path)}`]);
  }
  const many = [...byManager].map(([manager, paths]) => `conflicts with ${manager}:\n${paths.sort().join('\n')}`);
  const message =
    conflicts.length === 1 && only !== undefined
      ? `Apply failed with 1 conflict: conflict with ${printManager(only.owner)}: ${printPath(only.path)}`
      : `Apply failed with ${conflicts.length} conflicts: ${many.sort().join('\n')}`;
  const causes = conflicts.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printManager(owner)}`,
    field: printPath(path),
  }));
  return new ApiError({ code: 409, reason: 'Conflict', message, details: { causes } });
}

function printManager(owner: Owner): string {
  const { manager, operation, apiVersion, subresource } = owner.entry;
  const where = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  return operation === 'Update' ? `"${manager}"${where} using ${apiVersion}` : `"${manager}"${where}`;
}
