import { ApiError } from './api-error.ts';
import type { ApiAnswer, ApiRequest } from './api-request.ts';
import type { Cluster } from './cluster.ts';
import { isJsonObject } from './manifest.ts';

export const USER = 'system:serviceaccount:egress-pool:egress-pool';

export interface Attributes {
  verb: string;
  group: string;
  resource: string;
  namespace?: string | undefined;
  name?: string | undefined;
}

/** Throws 403, worded as RBAC does, when the settings deny the request. */
export function authorize(request: ApiRequest): void {
  const plural = request.resource.plural;
  const resource = request.subresource === undefined ? plural : `${plural}/${request.subresource}`;
  const verb = request.verb === 'apply' ? 'patch' : request.verb;
  const { namespace, name } = request;
  const group = request.resource.group;
  if (isAllowed(request.cluster, { verb, group, resource, namespace, name })) return;
  const subject = name === undefined ? resource : `${resource} "${name}"`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `User "${USER}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  throw new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${subject} is forbidden: ${what}`,
    details: { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: plural },
  });
}

export function isAllowed(cluster: Cluster, wanted: Attributes): boolean {
  return !cluster.settings.denied.some(
    (rule) =>
      (rule.clusterId === undefined || rule.clusterId === cluster.seed.clusterId) &&
      (rule.namespace === undefined || rule.namespace === wanted.namespace) &&
      (rule.verb === '*' || rule.verb === wanted.verb) &&
      (rule.resource === '*' || rule.resource === wanted.resource),
  );
}

/** `POST selfsubjectaccessreviews`: what the settings would say to the request it describes. */
export function reviewAccess(cluster: Cluster, body: unknown): ApiAnswer {
  const spec = isJsonObject(body) && isJsonObject(body.spec) ? body.spec : {};
  const asked = isJsonObject(spec.resourceAttributes) ? spec.resourceAttributes : {};
  const text = (key: string): string => (typeof asked[key] === 'string' ? asked[key] : '');
  const subresource = text('subresource');
  const allowed = isAllowed(cluster, {
    verb: text('verb'),
    group: text('group'),
    resource: subresource === '' ? text('resource') : `${text('resource')}/${subresource}`,
    namespace: text('namespace') === '' ? undefined : text('namespace'),
    name: text('name'),
  });
  const reason = allowed ? 'RBAC: allowed by ClusterRoleBinding "egress-pool" of ClusterRole "egress-pool"' : '';
  return {
    status: 201,
    body: {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec,
      status: allowed ? { allowed, reason } : { allowed, reason: '' },
    },
  };
}
