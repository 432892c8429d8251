import type { EmulatorClock } from '../../../clock/clock.ts';
import { admissionBindings, admissionPolicies } from '../../resources.ts';
import type { KubernetesSettings } from '../../settings.ts';
import type { Store } from '../../store.ts';
import type { AdmissionBinding, AdmissionPolicy } from './policy-manifests.ts';

/** The policies and bindings that admission goes by. */
export interface PoliciesInForce {
  readonly policies: AdmissionPolicy[];
  readonly bindings: AdmissionBinding[];
}

/** Follows the store the way the API server's informers do: a change holds a moment after its answer. */
export function followPolicies(o: {
  store: Store;
  clock: EmulatorClock;
  settings: KubernetesSettings;
}): PoliciesInForce {
  const { store, clock, settings } = o;
  const inForce: { revision: number; policies: AdmissionPolicy[]; bindings: AdmissionBinding[] } = {
    revision: 0,
    policies: [],
    bindings: [],
  };
  store.onChange(({ resource, resourceVersion: revision }) => {
    if (resource.group !== admissionPolicies.group) return;
    const seen = { revision, policies: store.list(admissionPolicies), bindings: store.list(admissionBindings) };
    const take = (): void => {
      if (revision < inForce.revision) return;
      Object.assign(inForce, seen);
      for (const policy of seen.policies) reportChecked(store, policy);
    };
    if (settings.delays.admissionPolicyMs <= 0) take();
    else clock.after(settings.delays.admissionPolicyMs, take);
  });
  return inForce;
}

/** The type checker's report: what does not compile was refused, and no schema is at hand to find more. */
function reportChecked(store: Store, { metadata }: AdmissionPolicy): void {
  const live = store.find(admissionPolicies, metadata);
  if (live === undefined || live.metadata.uid !== metadata.uid) return;
  store.update(admissionPolicies, metadata, (draft) => {
    draft.status = { observedGeneration: metadata.generation ?? 1, typeChecking: {} };
  });
}
