import type { KubeObject } from '../../manifest.ts';
import type { LabelSelector } from '../../workload-manifests.ts';

/** `admissionregistration.k8s.io/v1` ValidatingAdmissionPolicy: what the emulator reads of it. */
export interface AdmissionPolicy extends KubeObject {
  spec: {
    failurePolicy?: string;
    paramKind?: unknown;
    matchConstraints?: MatchResources;
    matchConditions?: NamedExpression[];
    variables?: NamedExpression[];
    validations?: Validation[];
    auditAnnotations?: unknown[];
  };
}

export interface AdmissionBinding extends KubeObject {
  spec: { policyName: string; validationActions: string[]; matchResources?: MatchResources };
}

export interface MatchResources {
  matchPolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  resourceRules?: ResourceRule[];
  excludeResourceRules?: ResourceRule[];
}

export interface ResourceRule {
  apiGroups?: string[];
  apiVersions?: string[];
  operations?: string[];
  /** `pods`, `pods/eviction`, `pods/*`, `*`, and `*` of both. */
  resources?: string[];
  resourceNames?: string[];
  scope?: string;
}

export interface NamedExpression {
  name: string;
  expression: string;
}

export interface Validation {
  expression: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
}
