import { asText, type Json, type JsonObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';

/**
 * One Web API method. `run` returns the answer's members besides `ok`, or throws an ApiError, which is answered with
 * HTTP 200 and `ok: false`: for Slack and its SDK, any other status means "try again".
 */
export interface Method {
  token: 'bot' | 'app' | 'none';
  /** One of them is needed. */
  scopes?: string[];
  run(workspace: Workspace, given: JsonObject): JsonObject;
}

export class ApiError extends Error {
  readonly code: string;
  readonly details: JsonObject;
  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** A text argument that must be there. */
export function required(given: JsonObject, name: string): string {
  const value = optionalText(given, name);
  if (value === undefined) {
    throw new ApiError('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
    });
  }
  return value;
}

export function optionalText(given: JsonObject, name: string): string | undefined {
  const value = given[name];
  return value === undefined || value === null || value === '' ? undefined : (asText(value) ?? String(value));
}

export function flag(given: JsonObject, name: string): boolean {
  return ['true', '1'].includes(String(given[name]).toLowerCase());
}

/** One page of a list and the cursor of the next one. */
export function page(
  given: JsonObject,
  items: Json[],
  usual: number,
): { items: Json[]; response_metadata: JsonObject } {
  const limit = Math.min(1000, Number(optionalText(given, 'limit') ?? usual) || usual);
  const cursor = optionalText(given, 'cursor');
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''));
  if (!Number.isInteger(start) || start < 0) throw new ApiError('invalid_cursor');
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), response_metadata: { next_cursor: next } };
}
