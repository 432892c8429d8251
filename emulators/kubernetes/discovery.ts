import { admissionPolicies, allResources, type Resource } from './resources.ts';

/**
 * `/api`, `/apis` and the resource lists under them; undefined for any other path. An old cluster has the group of the
 * admission policies too, for webhooks, but not the policies.
 */
export function discover(path: string, has: { admissionPolicies: boolean }): unknown {
  const parts = path.split('/').filter((part) => part !== '');
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map(describeGroup) };
  if (parts[0] === 'api' && parts.length === 2 && parts[1] === 'v1') return resourceList('', 'v1', allResources);
  if (parts[0] !== 'apis') return undefined;
  const [, group, version] = parts;
  const served = allResources.filter((row) => has.admissionPolicies || row.group !== admissionPolicies.group);
  if (group === undefined || !groups().includes(group)) return undefined;
  if (parts.length === 2) return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(group) };
  return parts.length === 3 && version === versionOf(group) ? resourceList(group, version, served) : undefined;
}

function groups(): string[] {
  const named = allResources.map((row) => row.group).filter((group) => group !== '');
  return [...new Set([...named, 'authorization.k8s.io', 'events.k8s.io'])];
}

function versionOf(group: string): string {
  return allResources.find((row) => row.group === group)?.version ?? 'v1';
}

function describeGroup(name: string): object {
  const version = { groupVersion: `${name}/${versionOf(name)}`, version: versionOf(name) };
  return { name, versions: [version], preferredVersion: version };
}

function resourceList(group: string, version: string, served: readonly Resource[]): object {
  const rows = served.filter((row) => row.group === group).flatMap(describeResource);
  const extra = group === 'authorization.k8s.io' ? [accessReviews()] : [];
  const events = group === 'events.k8s.io' ? [entry('events', 'Event', true)] : [];
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [...rows, ...extra, ...events] };
}

function describeResource(row: Resource): object[] {
  const status = row.hasStatus
    ? [entry(`${row.plural}/status`, row.kind, row.namespaced, ['get', 'patch', 'update'])]
    : [];
  const eviction = row.plural === 'pods' ? [entry('pods/eviction', 'Eviction', true, ['create'])] : [];
  return [entry(row.plural, row.kind, row.namespaced), ...status, ...eviction];
}

function accessReviews(): object {
  return entry('selfsubjectaccessreviews', 'SelfSubjectAccessReview', false, ['create']);
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function entry(name: string, kind: string, namespaced: boolean, verbs = ALL_VERBS): object {
  return { name, singularName: name.includes('/') ? '' : kind.toLowerCase(), namespaced, kind, verbs };
}
