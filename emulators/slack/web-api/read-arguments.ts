import { asObject, type JsonObject, parseJson } from '../json.ts';

/** Only these are parsed: a text that starts with `{` stays a text. */
const nested = new Set(['attachments', 'blocks', 'chunks', 'files', 'message', 'metadata', 'unfurls', 'view']);

/** The arguments of a call: from a form, from JSON, or from the address. */
export function readArguments(request: { contentType: string; body: string; query: URLSearchParams }): JsonObject {
  const given: JsonObject = {};
  const isJson = request.contentType.startsWith('application/json');
  const form = isJson ? [] : new URLSearchParams(request.body);
  for (const [name, value] of [...request.query, ...form]) {
    given[name] = nested.has(name) ? (parseJson(value) ?? value) : value;
  }
  return isJson ? { ...given, ...asObject(parseJson(request.body)) } : given;
}
