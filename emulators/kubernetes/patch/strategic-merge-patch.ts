import { isSetList, itemKey, listKeysOf } from '../apply/list-keys.ts';
import { isJsonObject, type JsonObject } from '../manifest.ts';

/**
 * Strategic merge patch: lists with a merge key (see list-keys) merge item by item and honour `$patch: delete`, lists
 * of finalizers unite, every other list is replaced. `$retainKeys` and `$setElementOrder` are ignored.
 */
export function strategicMergePatch(target: unknown, patch: unknown, field = ''): unknown {
  if (Array.isArray(patch)) return mergeList(Array.isArray(target) ? target : [], patch, field);
  if (!isJsonObject(patch)) return structuredClone(patch);
  const { $patch: directive, ...changes } = patch;
  const result: JsonObject = isJsonObject(target) && directive !== 'replace' ? { ...target } : {};
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete result[key];
    else result[key] = strategicMergePatch(result[key], value, key);
  }
  return result;
}

function mergeList(target: unknown[], patch: unknown[], field: string): unknown[] {
  if (isSetList(field)) return [...new Set([...target, ...patch])];
  const keys = listKeysOf(field);
  if (keys === undefined || !patch.every(isJsonObject)) return structuredClone(patch);
  const result = [...target];
  for (const item of patch) {
    const position = result.findIndex((one) => isJsonObject(one) && itemKey(keys, one) === itemKey(keys, item));
    if (item.$patch === 'delete') {
      if (position >= 0) result.splice(position, 1);
    } else if (position >= 0) result[position] = strategicMergePatch(result[position], item);
    else result.push(strategicMergePatch({}, item));
  }
  return result;
}
