import { z } from 'zod';
import type { ApplyOptions, PodPolicy, PodPolicyToApply } from '../kubernetes.ts';
import { type Caller, isAnswered, unlessAbsent } from './call.ts';
import { toObjectMeta, withMetadata } from './object-meta.ts';
import { parseAnswer } from './parse-answer.ts';

const fieldManager = 'egress-pool';
const group = 'admissionregistration.k8s.io';
const apiVersion = `${group}/v1`;
const policies = 'validatingadmissionpolicies';
const bindings = 'validatingadmissionpolicybindings';

/** The policy first and then its binding: a binding without a policy does nothing. */
export async function applyPodPolicy(
  call: Caller,
  wanted: PodPolicyToApply,
  { takesBack: force = false }: ApplyOptions = {},
): Promise<'applied' | 'unsupported'> {
  const { name, labels } = wanted;
  const metadata = { name, labels };
  try {
    await call({ verb: 'patch', group, resource: policies, name }, ({ admission, serverSideApply }) =>
      admission.patchValidatingAdmissionPolicy(
        {
          name,
          fieldManager,
          force,
          body: { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata, spec: policySpec(wanted) },
        },
        serverSideApply,
      ),
    );
  } catch (error) {
    if (isAnswered(error, 404)) return 'unsupported';
    throw error;
  }
  await call({ verb: 'patch', group, resource: bindings, name }, ({ admission, serverSideApply }) =>
    admission.patchValidatingAdmissionPolicyBinding(
      {
        name,
        fieldManager,
        force,
        body: {
          apiVersion,
          kind: 'ValidatingAdmissionPolicyBinding',
          metadata,
          spec: { policyName: name, validationActions: ['Deny'] },
        },
      },
      serverSideApply,
    ),
  );
  return 'applied';
}

export async function readPodPolicy(call: Caller, name: string): Promise<PodPolicy | undefined> {
  const [policy, binding] = await Promise.all([
    unlessAbsent(
      call({ verb: 'get', group, resource: policies, name }, ({ admission }) =>
        admission.readValidatingAdmissionPolicy({ name }),
      ),
    ),
    unlessAbsent(
      call({ verb: 'get', group, resource: bindings, name }, ({ admission }) =>
        admission.readValidatingAdmissionPolicyBinding({ name }),
      ),
    ),
  ]);
  if (!policy) return undefined;
  const { spec, ...rest } = parseAnswer(policyAnswer, policy);
  const bound = binding && parseAnswer(bindingAnswer, binding).spec;
  return {
    ...toObjectMeta(rest),
    condition: spec.matchConditions.map(({ expression }) => expression).join(' && '),
    validations: spec.validations,
    isBound: bound?.policyName === name && bound.validationActions.includes('Deny'),
  };
}

/** The binding first, so that nothing refers to a policy that is gone. */
export async function deletePodPolicy(call: Caller, name: string): Promise<void> {
  await unlessAbsent(
    call({ verb: 'delete', group, resource: bindings, name }, ({ admission }) =>
      admission.deleteValidatingAdmissionPolicyBinding({ name }),
    ),
  );
  await unlessAbsent(
    call({ verb: 'delete', group, resource: policies, name }, ({ admission }) =>
      admission.deleteValidatingAdmissionPolicy({ name }),
    ),
  );
}

const policyAnswer = withMetadata.extend({
  spec: z.object({
    matchConditions: z.array(z.object({ expression: z.string() })).default([]),
    validations: z
      .array(z.object({ expression: z.string(), message: z.string().optional() }))
      .default([])
      .transform((all) => all.map(({ expression, message = '' }) => ({ expression, message }))),
  }),
});

const bindingAnswer = z.object({
  spec: z.object({ policyName: z.string(), validationActions: z.array(z.string()).default([]) }),
});

function policySpec({ condition, validations }: PodPolicyToApply) {
  return {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] }],
    },
    matchConditions: [{ name: 'about', expression: condition }],
    validations,
  };
}
