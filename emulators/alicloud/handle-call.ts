import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultAnswer, FaultQueue } from '../faults/faults.ts';
import { type Action, nameOf } from './action.ts';
import { type Answer, sendFault, sendJson } from './answer.ts';
import { ApiError, accessDenied, errorBody } from './errors.ts';
import type { Call } from './journal.ts';
import { isObject, type JsonObject } from './json.ts';
import { checkParameters, createParameters, dryRunPassed } from './parameters.ts';
import { type Route, route } from './router.ts';
import type { SignatureCheck } from './signature.ts';
import type { World } from './world.ts';

export interface Handling {
  world: World;
  faults: FaultQueue;
  journal: Call[];
  signature: SignatureCheck;
  throttle(name: string): void;
  /** Aborted when the emulator closes. */
  closing: AbortSignal;
}

/** One API call from the parsed request to the answer: signature, fault, throttle, parameters, effect, fault. */
export async function handleCall(
  handling: Handling,
  http: { request: IncomingMessage; response: ServerResponse; body: Buffer },
): Promise<void> {
  const { request, response, body } = http;
  const url = new URL(request.url ?? '/', 'http://emulator');
  const action = String(request.headers['x-acs-action'] ?? '');
  const version = String(request.headers['x-acs-version'] ?? '');
  const found = route({ method: request.method ?? '', path: url.pathname, action, version });
  const raw = { ...Object.fromEntries(url.searchParams), ...found.pathParameters };
  const call: Call = {
    name: found.action ? nameOf(found.action) : `${found.product}:${action || url.pathname}`,
    atMs: handling.world.clock.now(),
    parameters: { ...raw },
    status: 0,
    changed: false,
  };
  handling.journal.push(call);
  const requestId = handling.world.ids.request();
  if (await applyFault(handling, { call, response, when: 'before', requestId, product: found.product })) return;
  const answer = attempt(found.product, requestId, () => {
    handling.signature.verify(request, body);
    return run(handling, { found, raw, body, call, requestId });
  });
  if (await applyFault(handling, { call, response, when: 'after', requestId, product: found.product })) return;
  finish(call, answer.status, answer.body);
  sendJson(response, answer);
}

function run(
  handling: Handling,
  o: { found: Route; raw: Record<string, string>; body: Buffer; call: Call; requestId: string },
): object {
  const { found, raw, call, requestId } = o;
  if (!found.action) {
    throw new ApiError(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.');
  }
  if (handling.world.settings.denied.includes(call.name)) throw accessDenied(found.product, call.name);
  handling.throttle(call.name);
  const body = parseBody(found.action, o.body);
  Object.assign(call.parameters, body);
  checkParameters(tableOf(found.action), raw);
  if (raw.DryRun?.toLowerCase() === 'true' && !found.action.checksDryRun) throw dryRunPassed();
  const markChanged = () => {
    call.changed = true;
  };
  const context = { world: handling.world, parameters: createParameters(raw), body, requestId, markChanged };
  const answer = found.action.run(context);
  return found.product === 'cs' ? answer : { ...answer, RequestId: requestId };
}

function tableOf(action: Action): string {
  if (action.style === 'rpc') return action.parameters;
  const inPath = [...action.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name}*`);
  return `${action.query} ${inPath.join(' ')}`;
}

function parseBody(action: Action, body: Buffer): JsonObject {
  if (action.style === 'rpc' || action.body === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (isObject(parsed)) return parsed;
  } catch {
    // Falls through to the refusal.
  }
  throw new ApiError(400, 'InvalidParameter', 'the request body is not a JSON object');
}

function attempt(product: string, requestId: string, effect: () => object): Answer {
  const headers = { 'x-acs-request-id': requestId };
  try {
    return { status: 200, body: effect(), headers };
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError(500, 'InternalError', String(error));
    const { status, code, message, deniedAction } = failure;
    return { status, body: errorBody({ product, requestId, status, code, message, deniedAction }), headers };
  }
}

interface FaultMoment {
  call: Call;
  response: ServerResponse;
  when: 'before' | 'after';
  requestId: string;
  product: string;
}

/** True when the fault has answered, or has left the caller without an answer. */
async function applyFault(handling: Handling, o: FaultMoment): Promise<boolean> {
  const fault = handling.faults.take(o.call.name, o.when);
  if (!fault) return false;
  if (fault.kind === 'delay') {
    await wait(fault.wallMs, undefined, { signal: handling.closing });
    return false;
  }
  finish(o.call, statusOf(fault), fault.kind === 'error' ? { code: fault.code } : {});
  sendFault(o.response, fault, o);
  return true;
}

function statusOf(fault: FaultAnswer): number {
  if (fault.kind === 'error') return fault.status;
  return fault.kind === 'garbage' ? 502 : 0;
}

function finish(call: Call, status: number, body: object): void {
  call.status = status;
  const code = 'Code' in body ? body.Code : 'code' in body ? body.code : undefined;
  if (status >= 400 && typeof code === 'string') call.code = code;
}
