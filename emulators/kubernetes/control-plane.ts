import type { Fault, FaultQueue } from '../faults/faults.ts';
import type { ApiAnswer } from './api-request.ts';
import type { Journal } from './journal.ts';
import { isJsonObject } from './manifest.ts';
import { changeSettings, type KubernetesSettings } from './settings.ts';

/**
 * The emulator's own calls, without authentication: `POST /_emulator/faults` (one or a list), `DELETE` clears them,
 * `GET /_emulator/journal`, `GET` and `POST /_emulator/settings`.
 */
export function answerControlPlane(
  ctx: { faults: FaultQueue; journal: Journal; settings: KubernetesSettings },
  request: { method: string; path: string; text: string },
): ApiAnswer {
  const body: unknown = request.text === '' ? undefined : JSON.parse(request.text);
  switch (`${request.method} ${request.path}`) {
    case 'POST /_emulator/faults':
      for (const fault of Array.isArray(body) ? body : [body]) if (isFault(fault)) ctx.faults.add(fault);
      return { status: 204, body: '' };
    case 'DELETE /_emulator/faults':
      ctx.faults.clear();
      return { status: 204, body: '' };
    case 'GET /_emulator/journal':
      return { status: 200, body: ctx.journal.entries };
    case 'GET /_emulator/settings':
      return { status: 200, body: ctx.settings };
    case 'POST /_emulator/settings':
      if (isJsonObject(body)) changeSettings(ctx.settings, body);
      return { status: 200, body: ctx.settings };
    default:
      return { status: 404, body: { error: `no such call: ${request.method} ${request.path}` } };
  }
}

function isFault(value: unknown): value is Fault {
  return isJsonObject(value) && typeof value.call === 'string' && isJsonObject(value.answer);
}
