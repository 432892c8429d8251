import { type Compiler, createCompiler, type Program } from './compile.ts';
import type { AdmissionPolicy } from './policy-manifests.ts';

export interface CompiledPolicy {
  /** Field path and words for every expression that does not compile. */
  problems: { field: string; expression: string; problem: string }[];
  matchConditions: Program[];
  variables: { name: string; program: Program }[];
  validations: { program: Program; message: string; messageProgram: Program | undefined; reason: string }[];
}

/** Compiles what compiles; a variable may use those before it, as in the API server. */
export function compilePolicy({ spec }: AdmissionPolicy): CompiledPolicy {
  const compiled: CompiledPolicy = { problems: [], matchConditions: [], variables: [], validations: [] };
  const compiler = createCompiler();
  const compile = (field: string, o: Parameters<Compiler>[0]): Program | undefined => {
    const result = compiler(o);
    if (!('problem' in result)) return result;
    compiled.problems.push({ field, expression: o.expression, problem: result.problem });
    return undefined;
  };
  for (const [index, { expression }] of (spec.matchConditions ?? []).entries()) {
    const field = `spec.matchConditions[${index}].expression`;
    const program = compile(field, { expression, type: 'bool', variables: [] });
    if (program) compiled.matchConditions.push(program);
  }
  for (const [index, { name, expression }] of (spec.variables ?? []).entries()) {
    const variables = compiled.variables.map((variable) => variable.name);
    const program = compile(`spec.variables[${index}].expression`, { expression, variables });
    if (program) compiled.variables.push({ name, program });
  }
  const variables = (spec.variables ?? []).map(({ name }) => name);
  for (const [index, { expression, messageExpression, message, reason }] of (spec.validations ?? []).entries()) {
    const field = `spec.validations[${index}]`;
    const program = compile(`${field}.expression`, { expression, type: 'bool', variables });
    const messageProgram =
      messageExpression === undefined || messageExpression.trim() === ''
        ? undefined
        : compile(`${field}.messageExpression`, { expression: messageExpression, type: 'string', variables });
    if (!program) continue;
    compiled.validations.push({ program, message: message ?? '', messageProgram, reason: reason ?? 'Invalid' });
  }
  return compiled;
}
