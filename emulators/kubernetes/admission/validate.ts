import { isDeepStrictEqual } from 'node:util';
import { type FieldProblem, invalid } from '../api-error.ts';
import { isJsonObject, type KubeObject } from '../manifest.ts';
import { admissionBindings, admissionPolicies, configMaps, namespaces, pods, type Resource } from '../resources.ts';
import { validateBinding, validatePolicy } from './policies/validate-policy.ts';
import { validatePodSpec } from './validate-pod.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED_NAME =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;

/** Throws 422 with every problem, worded as `apimachinery/util/validation` does. */
export function validate(o: { resource: Resource; object: KubeObject; previous: KubeObject | undefined }): void {
  const { resource, object, previous } = o;
  const problems = [
    ...validateName(resource, object.metadata.name),
    ...validateLabels(object.metadata.labels ?? {}),
    ...(resource === configMaps ? validateConfigMap(object, previous) : []),
    ...(resource === pods ? validatePodSpec(object, previous) : []),
    ...(resource === admissionPolicies ? validatePolicy(object) : []),
    ...(resource === admissionBindings ? validateBinding(object) : []),
    ...(resource.group === 'apps' ? validateWorkload(object, previous) : []),
  ];
  if (problems.length > 0) throw invalid(resource, object.metadata.name, problems);
}

function validateName(resource: Resource, name: string): FieldProblem[] {
  const field = 'metadata.name';
  if (resource === namespaces) {
    if (LABEL.test(name) && name.length <= 63) return [];
    const rule =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    return [{ reason: 'FieldValueInvalid', field, message: `Invalid value: "${name}": ${rule}` }];
  }
  if (name.length > 253) return [tooLong(field, name, 253)];
  if (SUBDOMAIN.test(name) || resource.plural === 'customresourcedefinitions') return [];
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  return [{ reason: 'FieldValueInvalid', field, message: `Invalid value: "${name}": ${rule}` }];
}

function validateLabels(labels: Record<string, string>): FieldProblem[] {
  const field = 'metadata.labels';
  return Object.entries(labels).flatMap(([key, value]): FieldProblem[] => {
    const name = key.split('/').at(-1) ?? '';
    if (!QUALIFIED_NAME.test(key) || name.length > 63) {
      const rule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
      return [{ reason: 'FieldValueInvalid', field, message: `Invalid value: "${key}": ${rule}` }];
    }
    if (value.length > 63) return [tooLong(field, value, 63)];
    if (LABEL_VALUE.test(value)) return [];
    const rule =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    return [{ reason: 'FieldValueInvalid', field, message: `Invalid value: "${value}": ${rule}` }];
  });
}

function validateConfigMap(object: KubeObject, previous: KubeObject | undefined): FieldProblem[] {
  const data = isJsonObject(object.data) ? object.data : {};
  const problems = Object.entries(data).flatMap(([key, value]): FieldProblem[] => {
    if (typeof value !== 'string') {
      return [{ reason: 'FieldValueInvalid', field: `data[${key}]`, message: 'Invalid value: must be a string' }];
    }
    if (/^[-._a-zA-Z0-9]+$/.test(key)) return [];
    const rule =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
    return [{ reason: 'FieldValueInvalid', field: `data[${key}]`, message: `Invalid value: "${key}": ${rule}` }];
  });
  if (JSON.stringify(data).length > 1_048_576 + 1_000) problems.push(tooLong('', '', 1_048_576));
  if (previous?.immutable === true && !isDeepStrictEqual(previous.data, object.data)) {
    const message = 'Forbidden: field is immutable when `immutable` is set';
    problems.push({ reason: 'FieldValueForbidden', field: 'data', message });
  }
  return problems;
}

function validateWorkload(object: KubeObject, previous: KubeObject | undefined): FieldProblem[] {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const before = isJsonObject(previous?.spec) ? previous.spec : undefined;
  const required = ['selector', 'template'].filter((field) => !isJsonObject(spec[field]));
  if (required.length > 0) {
    return required.map((field) => ({
      reason: 'FieldValueRequired',
      field: `spec.${field}`,
      message: 'Required value',
    }));
  }
  if (before !== undefined && !isDeepStrictEqual(before.selector, spec.selector)) {
    const message = `Invalid value: ${JSON.stringify(spec.selector)}: field is immutable`;
    return [{ reason: 'FieldValueInvalid', field: 'spec.selector', message }];
  }
  return [];
}

function tooLong(field: string, value: string, max: number): FieldProblem {
  const message = `Too long: may not be more than ${max} bytes`;
  return {
    reason: 'FieldValueInvalid',
    field,
    message: value === '' ? message : `Invalid value: "${value}": ${message}`,
  };
}
