import type { Json, JsonObject } from './json.ts';

export interface CallEntry {
  method: string;
  arguments: JsonObject;
  /** HTTP status; 0 when the connection was cut or never answered. */
  status: number;
  answer: JsonObject;
  atMs: number;
}

/** One thing told to the app and what came back. */
export interface Delivery {
  id: string;
  kind: 'slash_commands' | 'interactive' | 'events_api';
  /** `command`, `block_actions`, `view_submission`, `app_home_opened` and so on. */
  type: string;
  via: 'socket' | 'http';
  userId: string;
  payload: JsonObject;
  isAcked: boolean;
  /** What the app sent with its acknowledgement; undefined when it was empty. */
  ack?: Json;
  attempts: number;
  latencyMs: number;
  atMs: number;
  /** What Slack tells the person when it went wrong. */
  error?: 'operation_timeout' | 'dispatch_failed';
  /** Errors under the fields of a form: found by Slack's client (then nothing was delivered) or by the app. */
  fieldErrors?: Record<string, string>;
}

export interface Journal {
  calls: CallEntry[];
  deliveries: Delivery[];
}

const KEPT = 20_000;

export function createJournal(): Journal {
  return { calls: [], deliveries: [] };
}

/** Adds to a journal's list and forgets its oldest entries. */
export function record<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > KEPT) list.splice(0, list.length - KEPT / 2);
}
