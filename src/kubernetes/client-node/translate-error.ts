import {
  isKnownError,
  NeedsHumanError,
  OutcomeUnknownError,
  RetryableError,
  TerminalError,
} from '../../domain/errors.ts';
import { type ApiError, readApiError } from './api-error.ts';

export interface KubernetesCall {
  verb: string;
  resource: string;
  namespace?: string | undefined;
  name?: string | undefined;
}

const changingVerbs = ['create', 'patch', 'delete'];
/** Network errors at which nothing was sent. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'];
const longestMessage = 300;

/** Turns whatever a call threw into one of our kinds; an error of ours passes through. */
export function translateError(error: unknown, call: KubernetesCall): Error {
  if (isKnownError(error)) return error;
  const api = readApiError(error);
  if (api.status === undefined) return unreachable({ call, api, cause: error });
  if (api.status === 401 || (api.status === 403 && /cannot \w+ resource/.test(api.message))) {
    return new TerminalError({ code: 'CLUSTER_DENIED', publicText: deniedText(call, api.status), cause: error });
  }
  if (api.status === 409) return conflict({ call, api, cause: error });
  if (api.status === 429) {
    return new RetryableError({
      code: 'CLUSTER_UNREACHABLE',
      publicText: `the Kubernetes API asked us to slow down at ${describe(call)}; it is tried again by itself.`,
      retryAfterMs: api.retryAfterMs,
      cause: error,
    });
  }
  // A list that took too long lets its continuation expire (410); reading it again from the start helps.
  if (api.status >= 500 || api.status === 410) return unreachable({ call, api, cause: error });
  return new TerminalError({
    code: 'CLUSTER_REFUSED',
    publicText: `the Kubernetes API refused ${describe(call)}: ${api.message.slice(0, longestMessage)}`,
    cause: error,
  });
}

interface Finding {
  call: KubernetesCall;
  api: ApiError;
  cause: unknown;
}

/** All our changes are safe to repeat, but whoever made this one has to look first. */
function unreachable({ call, api, cause }: Finding): RetryableError {
  const isSent = !neverSent.includes(api.networkCode ?? '');
  if (changingVerbs.includes(call.verb) && isSent) {
    return new OutcomeUnknownError({
      code: 'CLUSTER_UNREACHABLE',
      publicText: `the answer to ${describe(call)} was lost, so it is not known whether it took effect; we look before trying again.`,
      cause,
    });
  }
  return new RetryableError({
    code: 'CLUSTER_UNREACHABLE',
    publicText: `the Kubernetes API did not answer ${describe(call)}; it is tried again by itself.`,
    cause,
  });
}

/** With server-side apply the API names the manager and the fields; only a person can say who is right. */
function conflict({ call, api, cause }: Finding): Error {
  const managers = [...api.message.matchAll(/conflicts? with "([^"]+)"/g)].map((match) => match[1]);
  if (managers.length === 0) {
    return new RetryableError({
      code: 'CLUSTER_CONFLICT',
      publicText: `somebody changed ${describe(call)} in between: ${api.message.slice(0, longestMessage)}`,
      cause,
    });
  }
  const fields = api.fields.length > 0 ? ` (${api.fields.join(', ')})` : '';
  return new NeedsHumanError({
    code: 'CLUSTER_CONFLICT',
    publicText: `${[...new Set(managers)].join(', ')} also manages ${where(call)}${fields}; undo that change, then retry.`,
    cause,
  });
}

function deniedText(call: KubernetesCall, status: number): string {
  if (status === 401) return `the Kubernetes API did not accept the worker's credentials at ${describe(call)}.`;
  const inside = call.namespace ? ` in namespace ${call.namespace}` : '';
  return `the worker's Kubernetes identity may not ${call.verb} ${call.resource}${inside}; grant it with the RBAC manifest.`;
}

function describe(call: KubernetesCall): string {
  return `${call.verb} ${where(call)}`;
}

function where({ resource, namespace, name }: KubernetesCall): string {
  return [resource, [namespace, name].filter(Boolean).join('/')].filter(Boolean).join(' ');
}
