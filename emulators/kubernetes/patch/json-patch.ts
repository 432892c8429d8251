import { isDeepStrictEqual } from 'node:util';
import { badRequest } from '../api-error.ts';
import { isJsonObject, type JsonObject } from '../manifest.ts';

/** RFC 6902. Throws 400 when the patch is no list of operations, or one of them cannot be done. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  let result: unknown = structuredClone(target);
  for (const operation of patch) {
    if (!isJsonObject(operation)) throw badRequest('Unexpected kind: unknown');
    result = applyOperation(result, operation);
  }
  return result;
}

function applyOperation(document: unknown, operation: JsonObject): unknown {
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'add':
      return edit(document, path, { kind: 'add', value: operation.value });
    case 'replace':
      read(document, path);
      return edit(document, path, { kind: 'replace', value: operation.value });
    case 'remove':
      read(document, path);
      return edit(document, path, { kind: 'remove' });
    case 'move': {
      const from = pointer(operation.from);
      const value = read(document, from);
      return edit(edit(document, from, { kind: 'remove' }), path, { kind: 'add', value });
    }
    case 'copy':
      return edit(document, path, { kind: 'add', value: read(document, pointer(operation.from)) });
    case 'test':
      if (!isDeepStrictEqual(read(document, path), operation.value)) {
        throw badRequest(`testing value ${String(operation.path)} failed: test failed`);
      }
      return document;
    default:
      throw badRequest(`Unexpected kind: ${String(operation.op)}`);
  }
}

function pointer(path: unknown): string[] {
  if (typeof path !== 'string') throw badRequest('patch operation without a path');
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: string[]): unknown {
  let at: unknown = document;
  for (const part of path) {
    at = Array.isArray(at) ? at[Number(part)] : isJsonObject(at) ? at[part] : undefined;
    if (at === undefined) throw badRequest(`unable to find path: "/${path.join('/')}": missing value`);
  }
  return at;
}

type Edit = { kind: 'add' | 'replace'; value: unknown } | { kind: 'remove' };

function edit(document: unknown, path: string[], change: Edit): unknown {
  const last = path.at(-1);
  if (last === undefined) return change.kind === 'remove' ? null : change.value;
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (change.kind === 'remove') parent.splice(index, 1);
    else parent.splice(index, change.kind === 'add' ? 0 : 1, structuredClone(change.value));
  } else if (isJsonObject(parent)) {
    if (change.kind === 'remove') delete parent[last];
    else parent[last] = structuredClone(change.value);
  }
  return document;
}
