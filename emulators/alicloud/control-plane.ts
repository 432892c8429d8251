import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../faults/faults.ts';
import { type Answer, sendJson } from './answer.ts';
import type { Handling } from './handle-call.ts';
import { isObject } from './json.ts';
import type { Settings } from './settings.ts';
import { stateOf } from './state.ts';

/**
 * For other processes: `POST /_emulator/faults` (a Fault, or a list; `DELETE` clears), `GET /_emulator/journal`,
 * `GET /_emulator/state`, `GET` and `POST /_emulator/settings` (what is sent replaces what was there, key by key).
 */
export function handleControl(
  handling: Handling,
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: Buffer },
): void {
  sendJson(response, answer(handling, `${request.method} ${request.url?.split('?')[0]}`, body));
}

function answer(handling: Handling, what: string, body: Buffer): Answer {
  const { world, faults, journal } = handling;
  switch (what) {
    case 'GET /_emulator/journal':
      return { status: 200, body: journal };
    case 'GET /_emulator/state':
      return { status: 200, body: plain(stateOf(world)) };
    case 'GET /_emulator/settings':
      return { status: 200, body: world.settings };
    case 'POST /_emulator/settings':
      return withJson(body, (sent) => changeSettings(world.settings, sent));
    case 'POST /_emulator/faults':
      return withJson(body, (sent) => {
        const planned = Array.isArray(sent) ? sent : [sent];
        if (!planned.every(isFault)) return { status: 400, body: { message: 'not a fault: call, when, answer.kind' } };
        for (const fault of planned) faults.add(fault);
        return { status: 200, body: {} };
      });
    case 'DELETE /_emulator/faults':
      faults.clear();
      return { status: 200, body: {} };
    default:
      return { status: 404, body: { message: `no ${what}` } };
  }
}

function withJson(body: Buffer, use: (sent: unknown) => Answer): Answer {
  try {
    return use(JSON.parse(body.toString()));
  } catch {
    return { status: 400, body: { message: 'the body is not JSON' } };
  }
}

function isFault(value: unknown): value is Fault {
  if (!isObject(value)) return false;
  const isNamed = typeof value.call === 'string' && (value.when === 'before' || value.when === 'after');
  return isNamed && isObject(value.answer) && typeof value.answer.kind === 'string';
}

function changeSettings(settings: Settings, sent: unknown): Answer {
  const current = new Map<string, unknown>(Object.entries(settings));
  const unknown = isObject(sent) ? Object.keys(sent).find((key) => !current.has(key)) : 'the body';
  if (!isObject(sent) || unknown) return { status: 400, body: { message: `no setting ${unknown}` } };
  const { delays, ...rest } = sent;
  Object.assign(settings, rest);
  if (isObject(delays)) Object.assign(settings.delays, delays);
  return { status: 200, body: settings };
}

/** Maps and sets as JSON. */
function plain(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => {
      if (item instanceof Map) return Object.fromEntries(item);
      return item instanceof Set ? [...item] : item;
    }),
  );
}
