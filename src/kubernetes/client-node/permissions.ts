export interface KubernetesPermission {
  group: string;
  resource: string;
  verbs: readonly string[];
  /** Where it is needed; everywhere when absent. `canary` is the namespace of the canary pods in the config. */
  namespace?: 'kube-system' | 'canary';
  /** Nothing fails without it: what it would tell is found by polling. */
  isOptional?: true;
}

/**
 * Every verb that the adapter uses, and nothing else: preflight asks for these and the RBAC manifest is checked
 * against them. Server-side apply of an object that does not exist needs `create` beside `patch`.
 */
export const kubernetesPermissions: readonly KubernetesPermission[] = [
  {
    group: '',
    resource: 'configmaps',
    verbs: ['get', 'list', 'create', 'patch', 'delete'],
    namespace: 'kube-system',
  },
  { group: '', resource: 'events', verbs: ['list'] },
  { group: '', resource: 'namespaces', verbs: ['get'] },
  { group: '', resource: 'nodes', verbs: ['list', 'patch'] },
  { group: '', resource: 'nodes', verbs: ['watch'], isOptional: true },
  { group: '', resource: 'pods', verbs: ['get', 'list'] },
  { group: '', resource: 'pods', verbs: ['watch'], isOptional: true },
  { group: '', resource: 'pods/eviction', verbs: ['create'] },
  { group: '', resource: 'pods', verbs: ['delete'], namespace: 'kube-system' },
  { group: '', resource: 'pods', verbs: ['create', 'delete'], namespace: 'canary' },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingadmissionpolicies',
    verbs: ['get', 'create', 'patch', 'delete'],
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'validatingadmissionpolicybindings',
    verbs: ['get', 'create', 'patch', 'delete'],
  },
  { group: 'apps', resource: 'daemonsets', verbs: ['get', 'list'] },
  { group: 'apps', resource: 'deployments', verbs: ['get'] },
  { group: 'apps', resource: 'statefulsets', verbs: ['get'] },
  { group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews', verbs: ['create'] },
  { group: 'network.alibabacloud.com', resource: 'podnetworkings', verbs: ['list'] },
];
