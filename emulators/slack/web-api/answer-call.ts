import { record } from '../journal.ts';
import type { JsonObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, type Method } from './method.ts';
import { methods } from './registry.ts';

export interface CallAnswer {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

/** Runs one Web API call: who calls, may they, not too often, then the method itself. */
export function answerCall(
  workspace: Workspace,
  call: { method: string; token: string | undefined; given: JsonObject },
): CallAnswer {
  const { token: _, ...given } = call.given;
  const answer = decide(workspace, { ...call, given });
  record(workspace.journal.calls, {
    method: call.method,
    arguments: given,
    status: answer.status,
    answer: answer.body,
    atMs: workspace.clock.now(),
  });
  return answer;
}

function decide(
  workspace: Workspace,
  call: { method: string; token: string | undefined; given: JsonObject },
): CallAnswer {
  const method = methods.get(call.method);
  if (!method) return refused('unknown_method', { req_method: call.method });
  const denied = deny(workspace, method, call.token);
  if (denied) return denied;
  const channel = typeof call.given.channel === 'string' ? call.given.channel : undefined;
  const seconds = workspace.settings.rateLimits ? workspace.limiter.take(call.method, channel) : undefined;
  if (seconds !== undefined) {
    return { status: 429, headers: { 'retry-after': String(seconds) }, body: { ok: false, error: 'ratelimited' } };
  }
  try {
    return { status: 200, headers: {}, body: { ok: true, ...method.run(workspace, call.given) } };
  } catch (err) {
    if (err instanceof ApiError) return refused(err.code, err.details);
    throw err;
  }
}

function deny({ seed }: Workspace, method: Method, token: string | undefined): CallAnswer | undefined {
  if (method.token === 'none') return undefined;
  if (!token) return refused('not_authed');
  const wanted = method.token === 'app' ? seed.app.appToken : seed.app.botToken;
  const other = method.token === 'app' ? seed.app.botToken : seed.app.appToken;
  if (token !== wanted) return refused(token === other ? 'not_allowed_token_type' : 'invalid_auth');
  const { scopes } = seed.app;
  if (method.token === 'app' || !scopes || !method.scopes || method.scopes.some((scope) => scopes.includes(scope)))
    return undefined;
  return refused('missing_scope', { needed: method.scopes.join(','), provided: scopes.join(',') });
}

const refused = (error: string, details: JsonObject = {}): CallAnswer => ({
  status: 200,
  headers: {},
  body: { ok: false, error, ...details },
});
