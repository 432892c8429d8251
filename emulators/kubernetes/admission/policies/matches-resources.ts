import { namespaces } from '../../resources.ts';
import { matchesLabelSelector } from '../../selectors.ts';
import type { Attributes } from './attributes.ts';
import type { MatchResources, ResourceRule } from './policy-manifests.ts';

/**
 * Whether a policy's constraints, or a binding's, cover the write. No rules at all cover everything; an object selector
 * is content with either the old or the new object; exclusions win.
 */
export function matchesResources(criteria: MatchResources, attributes: Attributes): boolean {
  const { resourceRules = [], excludeResourceRules = [] } = criteria;
  return (
    matchesNamespace(criteria, attributes) &&
    matchesObject(criteria, attributes) &&
    !excludeResourceRules.some((rule) => matchesRule(rule, attributes)) &&
    (resourceRules.length === 0 || resourceRules.some((rule) => matchesRule(rule, attributes)))
  );
}

function matchesNamespace({ namespaceSelector }: MatchResources, attributes: Attributes): boolean {
  if (namespaceSelector === undefined) return true;
  const subject = attributes.resource === namespaces ? attributes.object : attributes.namespaceObject;
  return subject === undefined || matchesLabelSelector(namespaceSelector, subject.metadata.labels ?? {});
}

function matchesObject({ objectSelector }: MatchResources, { object, previous }: Attributes): boolean {
  if (objectSelector === undefined) return true;
  const subjects = previous === undefined ? [object] : [object, previous];
  return subjects.some(({ metadata }) => matchesLabelSelector(objectSelector, metadata.labels ?? {}));
}

function matchesRule(rule: ResourceRule, attributes: Attributes): boolean {
  const { resource, operation, subresource = '', name = '' } = attributes;
  const names = rule.resourceNames ?? [];
  const scope = rule.scope ?? '*';
  return (
    (names.length === 0 || names.includes(name)) &&
    (scope === '*' || (scope === 'Namespaced') === resource.namespaced) &&
    has(rule.apiGroups, resource.group) &&
    has(rule.apiVersions, resource.version) &&
    has(rule.operations, operation) &&
    (rule.resources ?? []).some((pattern) => matchesPattern(pattern, { plural: resource.plural, subresource }))
  );
}

function has(list: string[] | undefined, value: string): boolean {
  return (list ?? []).some((one) => one === '*' || one === value);
}

/** `pods` is the resource without its subresources, `pods/*` both, `*` all resources without theirs. */
function matchesPattern(pattern: string, o: { plural: string; subresource: string }): boolean {
  const [plural, subresource = ''] = pattern.split('/');
  if (plural !== '*' && plural !== o.plural) return false;
  return subresource === '*' || subresource === o.subresource;
}
