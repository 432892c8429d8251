import { isJsonObject, type JsonObject } from '../manifest.ts';
import { decodePath, encodePath } from './field-set.ts';

/** Paths to the tree that `managedFields` carries. */
export function toFieldsV1(paths: Iterable<string>): JsonObject {
  const root: JsonObject = {};
  for (const path of paths) {
    let at = root;
    for (const element of decodePath(path)) {
      const next = at[element];
      const child: JsonObject = isJsonObject(next) ? next : {};
      at[element] = child;
      at = child;
    }
  }
  return root;
}

export function fromFieldsV1(tree: JsonObject): Set<string> {
  const paths = new Set<string>();
  const walk = (node: JsonObject, path: string[]): void => {
    const entries = Object.entries(node);
    if (entries.length === 0 && path.length > 0) paths.add(encodePath(path));
    for (const [key, child] of entries) walk(isJsonObject(child) ? child : {}, [...path, key]);
  };
  walk(tree, []);
  return paths;
}
