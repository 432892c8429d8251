import type {
  AdmissionBinding,
  AdmissionPolicy,
} from '../../../emulators/kubernetes/admission/policies/policy-manifests.ts';
import { admissionBindings, admissionPolicies } from '../../../emulators/kubernetes/resources.ts';
import { poolBinding, poolPolicy } from './pool-policy.ts';
import { createWorld, type World } from './world.ts';

export const GROUP = '/apis/admissionregistration.k8s.io/v1';

export function startWithNamespaces(): Promise<World> {
  return createWorld({ namespaces: ['a', 'b', 'egress-pool'] });
}

/** Puts the policy and its binding in force at once; from then on changes hold at once. */
export async function enforce(
  world: World,
  policy: Partial<AdmissionPolicy['spec']> = {},
  binding: Partial<AdmissionBinding['spec']> = {},
): Promise<void> {
  world.emulator.settings.delays.admissionPolicyMs = 0;
  world.cluster.put(admissionPolicies, poolPolicy(policy));
  world.cluster.put(admissionBindings, poolBinding(binding));
}

export async function call(world: World, method: string, path: string, body?: unknown, type = 'application/json') {
  const response = await fetch(`${world.emulator.url('c1')}${path}`, {
    method,
    headers: { authorization: 'Bearer secret-1', 'content-type': type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: JSON.parse(await response.text()), warning: response.headers.get('warning') };
}
