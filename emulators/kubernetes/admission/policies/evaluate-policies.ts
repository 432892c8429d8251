import { ApiError } from '../../api-error.ts';
import { type Cluster, hasAdmissionPolicies } from '../../cluster.ts';
import { admissionPolicies, qualifiedName } from '../../resources.ts';
import type { Attributes } from './attributes.ts';
import { type Failure, judge } from './judge.ts';
import { matchesResources } from './matches-resources.ts';
import type { AdmissionBinding, AdmissionPolicy } from './policy-manifests.ts';

/**
 * Holds a write against every policy and binding in force. Throws the first denial with the words of the API server;
 * a warning goes to whoever writes; `Audit` leaves no trace here. Policies never judge policies or bindings.
 */
export function evaluatePolicies(cluster: Cluster, attributes: Attributes): void {
  if (!hasAdmissionPolicies(cluster) || attributes.resource.group === admissionPolicies.group) return;
  const { policies, bindings } = cluster.policiesInForce;
  const denials: string[] = [];
  let reason = '';
  for (const policy of policies) {
    if (!matchesResources(policy.spec.matchConstraints ?? {}, attributes)) continue;
    const bound = bindings.filter((binding) => isBound(binding, { policy, attributes }));
    const failures = bound.length === 0 ? [] : judge(policy, attributes);
    for (const binding of bound) {
      for (const failure of failures) {
        const { validationActions } = binding.spec;
        const words = wordsOf(failure, { policy, binding });
        if (validationActions.includes('Warn')) attributes.origin.warn(`Validation failed for ${words.warning}`);
        if (!validationActions.includes('Deny')) continue;
        denials.push(words.denial);
        reason ||= failure.reason;
      }
    }
  }
  const [message] = denials;
  if (message !== undefined) throw denial(attributes, { message, reason });
}

function isBound(binding: AdmissionBinding, o: { policy: AdmissionPolicy; attributes: Attributes }): boolean {
  if (binding.spec.policyName !== o.policy.metadata.name) return false;
  return matchesResources(binding.spec.matchResources ?? {}, o.attributes);
}

function wordsOf(failure: Failure, o: { policy: AdmissionPolicy; binding: AdmissionBinding }) {
  const subject = `ValidatingAdmissionPolicy '${o.policy.metadata.name}' with binding '${o.binding.metadata.name}'`;
  return { denial: `${subject} denied request: ${failure.message}`, warning: `${subject}: ${failure.message}` };
}

const CODES: Record<string, number> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

/** `admission.NewForbidden` with the validation's own reason; 422 when it names none. */
function denial(attributes: Attributes, o: { message: string; reason: string }): ApiError {
  const { resource, object } = attributes;
  const name = attributes.name ?? object.metadata.generateName ?? '';
  const group = resource.group === '' ? {} : { group: resource.group };
  return new ApiError({
    code: CODES[o.reason] ?? 422,
    reason: o.reason,
    message: `${qualifiedName(resource)} "${name}" is forbidden: ${o.message}`,
    details: { name, ...group, kind: resource.plural, causes: [{ message: o.message }] },
  });
}
