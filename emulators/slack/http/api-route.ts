import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultAnswer } from '../../faults/faults.ts';
import { record } from '../journal.ts';
import { asText, type JsonObject } from '../json.ts';
import { answerCall, type CallAnswer } from '../web-api/answer-call.ts';
import { readArguments } from '../web-api/read-arguments.ts';
import type { Workspace } from '../workspace.ts';
import { readBody } from './body.ts';
import { reply, replyJson } from './reply.ts';

/** `/api/<method>`: one Web API call, with the faults that are planned for it. */
export async function apiRoute(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', workspace.baseUrl);
  const method = address.pathname.slice('/api/'.length);
  const body = (await readBody(request)).toString();
  const given = readArguments({
    contentType: request.headers['content-type'] ?? '',
    body,
    query: address.searchParams,
  });
  const before = workspace.faults.take(method, 'before');
  if (before?.kind === 'delay') await wait(before.wallMs);
  else if (before) {
    note(workspace, { method, given, fault: before });
    applyFault(response, before);
    return;
  }
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? asText(given.token);
  const answer = answerCall(workspace, { method, token, given });
  const after = workspace.faults.take(method, 'after');
  if (after?.kind === 'delay') await wait(after.wallMs);
  else if (after) {
    applyFault(response, after);
    return;
  }
  replyJson(response, answer.status, answer.body, headersOf(workspace, answer));
}

function headersOf(workspace: Workspace, answer: CallAnswer): Record<string, string> {
  const { scopes } = workspace.seed.app;
  return {
    'x-slack-req-id': workspace.ids.secret(),
    ...(scopes ? { 'x-oauth-scopes': scopes.join(',') } : {}),
    ...answer.headers,
  };
}

function note(workspace: Workspace, call: { method: string; given: JsonObject; fault: FaultAnswer }): void {
  const { token: _, ...rest } = call.given;
  const error = call.fault.kind === 'error' ? call.fault : undefined;
  record(workspace.journal.calls, {
    method: call.method,
    arguments: rest,
    status: error?.status ?? 0,
    answer: { ok: false, error: error?.code ?? call.fault.kind },
    atMs: workspace.clock.now(),
  });
}

function applyFault(response: ServerResponse, fault: FaultAnswer): void {
  switch (fault.kind) {
    case 'error':
      replyJson(response, fault.status, { ok: false, error: fault.code }, fault.headers);
      return;
    case 'garbage':
      reply(response, { status: 200, type: 'text/html', body: '<html>Server Error' });
      return;
    case 'reset':
      response.destroy();
      return;
    case 'hang':
    case 'delay':
      return;
  }
}

const wait = (wallMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, wallMs));
