import { apiVersionOf } from '../../resources.ts';
import type { Attributes } from './attributes.ts';
import type { Values } from './compile.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { toCel } from './to-cel.ts';

/** What the expressions of a policy see of a write. Variables are evaluated when they are first used. */
export function valuesOf(attributes: Attributes, policy: CompiledPolicy): Values {
  const { object, previous, namespaceObject } = attributes;
  const variables: object = {};
  const values: Values = {
    object: toCel(object),
    oldObject: toCel(previous),
    request: toCel(requestOf(attributes)),
    namespaceObject: toCel(namespaceObject),
    variables,
  };
  for (const { name, program } of policy.variables) {
    let known: { value: unknown } | undefined;
    const get = (): unknown => {
      known ??= { value: evaluateVariable(name, () => program.evaluate(values)) };
      return known.value;
    };
    Object.defineProperty(variables, name, { enumerable: true, get });
  }
  return values;
}

function evaluateVariable(name: string, evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (err) {
    const why = err instanceof Error ? err.message : String(err);
    throw new Error(`composited variable "${name}" fails to evaluate: ${why}`);
  }
}

/** `AdmissionRequest`; what is empty is absent, so an expression has to ask `has()` first. */
function requestOf(attributes: Attributes): object {
  const { resource, subresource, name, namespace, origin, operation, object } = attributes;
  const { group, version } = resource;
  const [kindGroup = '', kindVersion = ''] = splitVersion(object.apiVersion || apiVersionOf(resource));
  const kind = { group: kindGroup, version: kindVersion, kind: object.kind };
  const place = { group, version, resource: resource.plural };
  return {
    kind,
    resource: place,
    subResource: subresource,
    requestKind: kind,
    requestResource: place,
    requestSubResource: subresource,
    name,
    namespace,
    operation,
    userInfo: origin.user,
    dryRun: origin.isDryRun,
  };
}

function splitVersion(apiVersion: string): string[] {
  return apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
}
