import { USER } from '../access.ts';
import { type ApiRequest, isDryRun } from '../api-request.ts';

/** Where a write comes from: who, whether only for show, and how to warn them. */
export interface Origin {
  user: { username: string; uid: string; groups: string[] };
  isDryRun: boolean;
  /** Becomes a `Warning` header of the answer. */
  warn(text: string): void;
}

export function originOf(request: ApiRequest): Origin {
  return {
    user: serviceAccount(USER),
    isDryRun: isDryRun(request),
    warn: (text) => request.warnings.push(text),
  };
}

/** The controllers of the controller manager act as service accounts of kube-system, and nobody reads their warnings. */
export function controllerOrigin(controller: string): Origin {
  const user = serviceAccount(`system:serviceaccount:kube-system:${controller}`);
  return { user, isDryRun: false, warn: () => {} };
}

function serviceAccount(username: string): Origin['user'] {
  const [, , namespace = ''] = username.split(':');
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { username, uid: `uid-${username.split(':').at(-1)}`, groups };
}
