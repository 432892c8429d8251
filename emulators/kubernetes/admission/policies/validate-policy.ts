import type { FieldProblem } from '../../api-error.ts';
import { isJsonObject, type JsonObject, type KubeObject } from '../../manifest.ts';
import { compilePolicy } from './compile-policy.ts';
import type { AdmissionPolicy } from './policy-manifests.ts';

const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'];
const REASONS = ['Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const ACTIONS = ['Deny', 'Warn', 'Audit'];

/** What the API server refuses in a policy: shape, values, and expressions that do not compile. */
export function validatePolicy(object: KubeObject): FieldProblem[] {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const problems = [
    ...validateMatch(spec.matchConstraints),
    ...oneOf('spec.failurePolicy', spec.failurePolicy, ['Fail', 'Ignore']),
    ...list(spec.matchConditions).flatMap((item, index) => named(item, `spec.matchConditions[${index}]`)),
    ...list(spec.variables).flatMap((item, index) => named(item, `spec.variables[${index}]`)),
    ...validateValidations(spec),
  ];
  if (spec.paramKind !== undefined) {
    problems.push(invalidValue('spec.paramKind', spec.paramKind, 'the emulator has no parameters'));
  }
  return problems.length > 0 || !isPolicy(object) ? problems : validateExpressions(object);
}

export function validateBinding(object: KubeObject): FieldProblem[] {
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const actions = list(spec.validationActions);
  const problems = [...(isText(spec.policyName) ? [] : [required('spec.policyName')])];
  if (actions.length === 0) problems.push(required('spec.validationActions'));
  for (const [index, action] of actions.entries()) {
    problems.push(...oneOf(`spec.validationActions[${index}]`, action, ACTIONS));
  }
  if (actions.includes('Deny') && actions.includes('Warn')) {
    const why =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
    problems.push(invalidValue('spec.validationActions', actions, why));
  }
  return problems;
}

function validateExpressions(policy: AdmissionPolicy): FieldProblem[] {
  return compilePolicy(policy).problems.map(({ field, expression, problem }) =>
    invalidValue(field, expression, problem),
  );
}

/** Everything that `AdmissionPolicy` promises was checked before. */
function isPolicy(object: KubeObject): object is AdmissionPolicy {
  return isJsonObject(object.spec);
}

function validateMatch(match: unknown): FieldProblem[] {
  if (!isJsonObject(match)) return [required('spec.matchConstraints')];
  const at = 'spec.matchConstraints.resourceRules';
  const rules = list(match.resourceRules);
  if (rules.length === 0) return [required(at)];
  return rules.flatMap((rule, index) => {
    const fields = isJsonObject(rule) ? rule : {};
    const missing = ['apiGroups', 'apiVersions', 'operations', 'resources'].filter(
      (field) => list(fields[field]).length === 0,
    );
    const operations = list(fields.operations).flatMap((operation, nth) =>
      oneOf(`${at}[${index}].operations[${nth}]`, operation, OPERATIONS),
    );
    return [...missing.map((field) => required(`${at}[${index}].${field}`)), ...operations];
  });
}

function validateValidations(spec: JsonObject): FieldProblem[] {
  const validations = list(spec.validations);
  if (validations.length === 0 && list(spec.auditAnnotations).length === 0) {
    const message = 'Required value: validations or auditAnnotations must contain at least one item';
    return [{ reason: 'FieldValueRequired', field: 'spec.validations', message }];
  }
  return validations.flatMap((validation, index) => {
    const at = `spec.validations[${index}]`;
    if (!isJsonObject(validation) || !isText(validation.expression)) return [required(`${at}.expression`)];
    const isMultiline = typeof validation.message === 'string' && validation.message.trim().includes('\n');
    return [
      ...oneOf(`${at}.reason`, validation.reason, REASONS),
      ...(isMultiline
        ? [invalidValue(`${at}.message`, validation.message, 'message must not contain line breaks')]
        : []),
    ];
  });
}

function named(item: unknown, at: string): FieldProblem[] {
  const fields = isJsonObject(item) ? item : {};
  return ['name', 'expression'].filter((field) => !isText(fields[field])).map((field) => required(`${at}.${field}`));
}

function oneOf(field: string, value: unknown, values: string[]): FieldProblem[] {
  if (value === undefined || (typeof value === 'string' && values.includes(value))) return [];
  const known = values.map((one) => `"${one}"`).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${known}`;
  return [{ reason: 'FieldValueNotSupported', field, message }];
}

function required(field: string): FieldProblem {
  return { reason: 'FieldValueRequired', field, message: 'Required value' };
}

function invalidValue(field: string, value: unknown, why: string): FieldProblem {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
