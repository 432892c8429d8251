import { isJsonObject, type JsonObject } from '../manifest.ts';
import { decodePath } from './field-set.ts';
import { itemKey, listKeysOf } from './list-keys.ts';

/** Sets what stands at a path, creating what leads to it; `undefined` removes and creates nothing. Changes `object`. */
export function setField(object: JsonObject, path: string, value: unknown): void {
  const elements = decodePath(path);
  let at: unknown = object;
  for (const [index, element] of elements.entries()) {
    const isLast = index === elements.length - 1;
    if (element === '.') return;
    if (element.startsWith('v:') && Array.isArray(at)) {
      setMember(at, element.slice(2), value !== undefined);
      return;
    }
    if (element.startsWith('k:') && Array.isArray(at)) {
      at = (value === undefined ? findItem : findOrAddItem)(at, {
        field: elements[index - 1] ?? '',
        key: element.slice(2),
      });
    } else if (isJsonObject(at)) {
      const key = element.slice(2);
      if (isLast) {
        if (value === undefined) delete at[key];
        // An empty map claims no more than that there is one.
        else if (!(isEmptyMap(value) && isJsonObject(at[key]))) at[key] = structuredClone(value);
        return;
      }
      const isList = /^[kv]:/.test(elements[index + 1] ?? '');
      if (value !== undefined) at[key] ??= isList ? [] : {};
      at = at[key];
    } else return;
  }
}

/** Takes a whole item out of a merged list. */
export function removeItem(object: JsonObject, path: string): void {
  const elements = decodePath(path);
  let at: unknown = object;
  for (const [index, element] of elements.entries()) {
    if (Array.isArray(at) && element.startsWith('k:')) {
      const position = positionOf(at, { field: elements[index - 1] ?? '', key: element.slice(2) });
      if (position < 0) return;
      if (elements[index + 1] === '.') {
        at.splice(position, 1);
        return;
      }
      at = at[position];
    } else at = isJsonObject(at) ? at[element.slice(2)] : undefined;
  }
}

interface ItemName {
  field: string;
  key: string;
}

function isEmptyMap(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function findItem(list: unknown[], name: ItemName): unknown {
  return list[positionOf(list, name)];
}

function findOrAddItem(list: unknown[], name: ItemName): unknown {
  const found = findItem(list, name);
  if (found !== undefined) return found;
  const item: unknown = JSON.parse(name.key);
  list.push(item);
  return item;
}

function positionOf(list: unknown[], name: ItemName): number {
  const keys = listKeysOf(name.field.slice(2)) ?? [];
  return list.findIndex((item) => isJsonObject(item) && itemKey(keys, item) === name.key);
}

function setMember(list: unknown[], text: string, isPresent: boolean): void {
  const position = list.findIndex((item) => JSON.stringify(item) === text);
  if (isPresent && position < 0) list.push(JSON.parse(text));
  if (!isPresent && position >= 0) list.splice(position, 1);
}
