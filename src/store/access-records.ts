import type { AccessRequest, Click } from '../domain/grants/access-request.ts';
import type { Freeze } from '../domain/grants/freeze.ts';
import type { Grant } from '../domain/grants/grant.ts';
import { grantTransitions } from '../domain/grants/grant-states.ts';
import { requestTransitions } from '../domain/grants/request-states.ts';
import { accessRequestSchema, clickSchema } from './access-request-schema.ts';
import { grantSchema } from './grant-schema.ts';
import type { Expectation, RecordChange, StoredRecord } from './store.ts';

/** Indexes of grants that are not ended and of requests that are pending or approved and not yet applied. */
export const liveGrantIndex = 'grants-live';
export const openRequestIndex = 'requests-open';
/** The last that ended, for history. */
export const endedGrantIndex = 'grants-ended';

/** The record that keeps a pool and an instance to one live grant. Its field `grant` holds the grant's id. */
export function pairRecordId(pair: { poolId: string; instanceId: string }): string {
  return `pair-${pair.poolId}-${pair.instanceId}`;
}

/** Reads a grant out of its record. Throws ZodError when the record is not one. */
export function grantOf(record: StoredRecord): Grant {
  const document = grantSchema.parse(JSON.parse(record.fields.grant ?? 'null'));
  const state = stateIn(grantTransitions, record.state);
  return { ...document, id: record.id, state, rev: record.rev };
}

/** The change that writes a grant; by default only if nobody changed it since it was read. */
export function grantChange(grant: Grant, expect: Expectation = { rev: grant.rev }): RecordChange {
  const { id, state, rev: _, ...document } = grant;
  return { id, expect, state, set: { grant: JSON.stringify(document) } };
}

/** Reads a request with the clicks that were not judged yet, oldest first. */
export function accessRequestOf(record: StoredRecord): AccessRequest {
  const document = accessRequestSchema.parse(JSON.parse(record.fields.request ?? 'null'));
  const state = stateIn(requestTransitions, record.state);
  const clicks = Object.entries(record.fields)
    .filter(([field]) => field.startsWith('click.'))
    .map(([, text]) => clickSchema.parse(JSON.parse(text)))
    .sort((left, right) => left.atMs - right.atMs);
  return { ...document, id: record.id, state, rev: record.rev, clicks };
}

/** The change that writes a request; `judged` clicks are dropped with it. */
export function accessRequestChange(
  request: AccessRequest,
  expect: Expectation = { rev: request.rev },
  judged: readonly Click[] = [],
): RecordChange {
  const { id, state, rev: _, clicks: __, ...document } = request;
  return {
    id,
    expect,
    state,
    set: { request: JSON.stringify(document) },
    unset: judged.map((click) => clickField(click)),
  };
}

/** Adds a click without reading the request first: one round trip on the ack path. */
export function clickChange(requestId: string, click: Click): RecordChange {
  const expect = { states: Object.keys(requestTransitions) };
  return { id: requestId, expect, set: { [clickField(click)]: JSON.stringify(click) } };
}

/** The record that says whether whitelist writes that add are stopped: state `frozen` or `open`. */
export const freezeRecordId = 'freeze';

/** The freeze that is on, if one is. A frozen record that cannot be read is a freeze all the same. */
export function freezeOf(record: StoredRecord | undefined): Freeze | undefined {
  if (record?.state !== 'frozen') return undefined;
  const { reason = '', by = '', atMs = '0' } = record.fields;
  return { reason, by, atMs: Number(atMs) };
}

/** The change that freezes. */
export function freezeChange(freeze: Freeze): RecordChange {
  const { reason, by, atMs } = freeze;
  return { id: freezeRecordId, state: 'frozen', set: { reason, by, atMs: String(atMs) } };
}

/** The change that lets writes go on. */
export function unfreezeChange(): RecordChange {
  return { id: freezeRecordId, state: 'open', unset: ['reason', 'by', 'atMs'] };
}

function clickField(click: Click): string {
  return `click.${click.id}`;
}

function stateIn<State extends string>(transitions: Record<State, unknown>, state: string): State {
  const found = (Object.keys(transitions) as State[]).find((one) => one === state);
  if (found === undefined) throw new Error(`"${state}" is no state of this record`);
  return found;
}
