import { isJsonObject, type JsonObject, type KubeObject } from '../../manifest.ts';
import { admissionBindings, admissionPolicies, type Resource } from '../../resources.ts';

/** What the API server fills in on every write of a policy or a binding. Changes `object`. */
export function defaultPolicy(resource: Resource, object: KubeObject): void {
  const spec = isJsonObject(object.spec) ? object.spec : undefined;
  if (spec === undefined) return;
  if (resource === admissionPolicies) {
    spec.failurePolicy ??= 'Fail';
    if (isJsonObject(spec.matchConstraints)) defaultMatch(spec.matchConstraints);
  }
  if (resource === admissionBindings && isJsonObject(spec.matchResources)) defaultMatch(spec.matchResources);
}

function defaultMatch(match: JsonObject): void {
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  for (const rules of [match.resourceRules, match.excludeResourceRules]) {
    if (!Array.isArray(rules)) continue;
    for (const rule of rules) if (isJsonObject(rule)) rule.scope ??= '*';
  }
}
