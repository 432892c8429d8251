import type {
  AdmissionBinding,
  AdmissionPolicy,
} from '../../../emulators/kubernetes/admission/policies/policy-manifests.ts';

const VERSION = 'admissionregistration.k8s.io/v1';

/** Keeps pods of namespaces other than `a` and `b` from naming the pool `payments`. */
export function poolPolicy(spec: Partial<AdmissionPolicy['spec']> = {}): AdmissionPolicy {
  return {
    apiVersion: VERSION,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'egress-pool-payments' },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
        ],
      },
      matchConditions: [
        { name: 'elsewhere', expression: "!(request.namespace in ['a', 'b', 'kube-system', 'egress-pool'])" },
      ],
      variables: poolVariables(),
      validations: [
        { expression: '!variables.tolerates', message: 'tolerates the taint of egress pool payments' },
        { expression: '!variables.selects', message: 'selects the nodes of egress pool payments' },
        { expression: '!variables.requires && !variables.prefers', message: 'has an affinity to egress pool payments' },
        { expression: "!object.spec.?nodeName.orValue('').startsWith('pool-')", message: 'names a node of the pool' },
      ],
      ...spec,
    },
  };
}

export function poolBinding(spec: Partial<AdmissionBinding['spec']> = {}): AdmissionBinding {
  return {
    apiVersion: VERSION,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'egress-pool-payments-binding' },
    spec: { policyName: 'egress-pool-payments', validationActions: ['Deny'], ...spec },
  };
}

function poolVariables() {
  const affinity = 'object.spec.?affinity.?nodeAffinity';
  const terms = `${affinity}.?requiredDuringSchedulingIgnoredDuringExecution.?nodeSelectorTerms.orValue([])`;
  const preferred = `${affinity}.?preferredDuringSchedulingIgnoredDuringExecution.orValue([])`;
  const named = (term: string) => `${term}.?matchExpressions.orValue([]).exists(e, e.key == 'terway-config')`;
  return [
    {
      name: 'tolerates',
      expression: `object.spec.?tolerations.orValue([]).exists(t, t.?key.orValue('') == 'egress-pool' &&
        (t.?operator.orValue('Equal') == 'Exists' || t.?value.orValue('') == 'payments'))`,
    },
    { name: 'selects', expression: "'terway-config' in object.spec.?nodeSelector.orValue({})" },
    { name: 'requires', expression: `${terms}.exists(t, ${named('t')})` },
    { name: 'prefers', expression: `${preferred}.exists(p, ${named('p.preference')})` },
  ];
}
