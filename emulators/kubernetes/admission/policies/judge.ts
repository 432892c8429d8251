import type { Attributes } from './attributes.ts';
import type { Program, Values } from './compile.ts';
import { type CompiledPolicy, compilePolicy } from './compile-policy.ts';
import type { AdmissionPolicy } from './policy-manifests.ts';
import { valuesOf } from './values.ts';

/** One validation that did not hold, or could not be evaluated while the policy fails closed. */
export interface Failure {
  message: string;
  reason: string;
}

/** What a policy that covers the write says to it, in the order of its validations. */
export function judge(policy: AdmissionPolicy, attributes: Attributes): Failure[] {
  const compiled = compiledOnce(policy);
  const values = valuesOf(attributes, compiled);
  const onError = policy.spec.failurePolicy === 'Ignore' ? 'admit' : 'deny';
  const covered = meetsConditions(compiled, values);
  if (covered instanceof Error) return onError === 'deny' ? [{ message: covered.message, reason: 'Invalid' }] : [];
  if (!covered) return [];
  return compiled.validations.flatMap((validation): Failure[] => {
    const result = attempt(validation.program, values);
    if (result === true) return [];
    if (result instanceof Error) return onError === 'deny' ? [{ message: result.message, reason: 'Invalid' }] : [];
    return [{ message: messageOf(validation, values), reason: validation.reason }];
  });
}

/** One condition that is false outweighs one that cannot be evaluated. */
function meetsConditions(compiled: CompiledPolicy, values: Values): boolean | Error {
  const results = compiled.matchConditions.map((program) => attempt(program, values));
  if (results.some((result) => result === false)) return false;
  return results.find((result) => result instanceof Error) ?? true;
}

function messageOf(validation: CompiledPolicy['validations'][number], values: Values): string {
  const { messageProgram, message, program } = validation;
  const said = messageProgram === undefined ? '' : attempt(messageProgram, values);
  // What fails, is empty, has several lines or is too long falls back, as in the API server.
  const isUsable =
    typeof said === 'string' && said.trim() !== '' && !said.trim().includes('\n') && said.length <= 5_120;
  if (isUsable) return said.trim();
  return message.trim() === '' ? `failed expression: ${program.expression.trim()}` : message.trim();
}

function attempt(program: Program, values: Values): unknown {
  try {
    return program.evaluate(values);
  } catch (err) {
    return err instanceof Error ? err : new Error(String(err));
  }
}

const compiledPolicies = new WeakMap<AdmissionPolicy, CompiledPolicy>();

/** Objects of the store are never changed in place, so a policy compiles once. */
function compiledOnce(policy: AdmissionPolicy): CompiledPolicy {
  const compiled = compiledPolicies.get(policy) ?? compilePolicy(policy);
  compiledPolicies.set(policy, compiled);
  return compiled;
}
