import { isDeepStrictEqual } from 'node:util';
import type { FieldProblem } from '../api-error.ts';
import { isJsonObject, type JsonObject, type KubeObject } from '../manifest.ts';

/** Fields of a pod's spec that may change after its creation. */
const MUTABLE = [
  'activeDeadlineSeconds',
  'tolerations',
  'terminationGracePeriodSeconds',
  'containers',
  'initContainers',
];

export function validatePodSpec(object: KubeObject, previous: KubeObject | undefined): FieldProblem[] {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  if (!Array.isArray(spec.containers) || spec.containers.length === 0) {
    return [{ reason: 'FieldValueRequired', field: 'spec.containers', message: 'Required value' }];
  }
  const problems = spec.containers
    .filter(isJsonObject)
    .flatMap((container, index) => validateContainer(container, index));
  if (previous === undefined || !isJsonObject(previous.spec)) return problems;
  // The scheduler's binding is the one change of nodeName that is allowed.
  const isSame = isDeepStrictEqual(fixedPart(previous.spec), fixedPart(spec));
  if (isSame) return problems;
  const message =
    'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  return [...problems, { reason: 'FieldValueForbidden', field: 'spec', message }];
}

function fixedPart(spec: JsonObject): unknown {
  const containers = Array.isArray(spec.containers) ? spec.containers.filter(isJsonObject) : [];
  const rest = Object.entries(spec).filter(([field]) => !MUTABLE.includes(field));
  return [Object.fromEntries(rest), containers.map(({ image: _image, ...container }) => container)];
}

function validateContainer(container: JsonObject, index: number): FieldProblem[] {
  const missing = ['name', 'image'].filter((field) => typeof container[field] !== 'string' || container[field] === '');
  return missing.map((field) => ({
    reason: 'FieldValueRequired',
    field: `spec.containers[${index}].${field}`,
    message: 'Required value',
  }));
}
