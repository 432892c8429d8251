import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** The text of a file of the repository, by its path from the root. */
export const textOf = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Its YAML documents. */
export function documentsOf<Document>(path: string): Document[] {
  return parseAllDocuments(textOf(path)).map((document) => document.toJS() as Document);
}
