import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../../faults/faults.ts';
import { asObject, asText, type JsonObject, parseJson } from '../json.ts';
import type { SlackSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { readBody } from './body.ts';
import { replyJson } from './reply.ts';

/** The sockets' two accidents, which a setting can also ask for. */
export interface Sockets {
  drop(): void;
  refresh(): void;
}

/** `/_emulator/faults`, `/_emulator/journal` and `/_emulator/settings`: steer and look, from outside the process. */
export async function controlRoutes(
  parts: { workspace: Workspace; sockets: Sockets },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { workspace } = parts;
  const what = new URL(request.url ?? '/', workspace.baseUrl).pathname.slice('/_emulator/'.length);
  const given = request.method === 'POST' ? asObject(parseJson((await readBody(request)).toString())) : undefined;
  if (what === 'journal') replyJson(response, 200, workspace.journal);
  else if (what === 'settings') {
    if (given) change(parts, given);
    replyJson(response, 200, workspace.settings);
  } else if (what === 'faults' && request.method === 'DELETE') {
    workspace.faults.clear();
    replyJson(response, 200, {});
  } else if (what === 'faults' && given) addFault(workspace, given, response);
  else replyJson(response, 404, { error: `nothing at /_emulator/${what}` });
}

function addFault(workspace: Workspace, given: JsonObject, response: ServerResponse): void {
  if (!isFault(given)) {
    replyJson(response, 400, { error: 'a fault needs call, when and answer.kind' });
    return;
  }
  workspace.faults.add(given);
  replyJson(response, 200, {});
}

function change({ workspace, sockets }: { workspace: Workspace; sockets: Sockets }, given: JsonObject): void {
  const { settings } = workspace;
  if (typeof given.rateLimits === 'boolean') settings.rateLimits = given.rateLimits;
  for (const key of ['ackDeadlineMs', 'pingEveryMs', 'fileProcessingMs'] satisfies (keyof SlackSettings)[]) {
    const value = given[key];
    if (typeof value === 'number') settings[key] = value;
  }
  if (given.dropSockets === true) sockets.drop();
  if (given.refreshSockets === true) sockets.refresh();
}

function isFault(given: unknown): given is Fault {
  const fault = asObject(given);
  const kind = asText(asObject(fault?.answer)?.kind) ?? '';
  return (
    asText(fault?.call) !== undefined &&
    (fault?.when === 'before' || fault?.when === 'after') &&
    ['error', 'reset', 'hang', 'garbage', 'delay'].includes(kind)
  );
}
