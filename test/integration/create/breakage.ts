import type { Settings } from '../../../emulators/alicloud/settings.ts';
import type { KubernetesSettings } from '../../../emulators/kubernetes/settings.ts';
import type { World } from '../../../emulators/world/world.ts';

interface Knobs {
  cloud?: Partial<Settings>;
  kubernetes?: Partial<KubernetesSettings>;
}

/** Something that is broken in the world, and what a create must say of it. */
export interface Breakage {
  broken: Knobs;
  /** What a person puts right before the retry; absent where a retry alone cannot help. */
  repaired?: Knobs;
  step: string;
  code: string;
  words: string[];
}

export const breakages: Record<string, Breakage> = {
  'an image that cannot be pulled': {
    broken: { kubernetes: { failingImages: ['netcheck'] } },
    repaired: { kubernetes: { failingImages: [] } },
    step: 'canary-cn-beijing-h',
    code: 'CANARY_FAILED',
    words: ['could not be pulled', 'canary.image', 'acme/netcheck:1'],
  },
  'a type that is sold out everywhere': {
    broken: { cloud: { soldOut: [{ instanceType: 'ecs.g7.xlarge' }] } },
    repaired: { cloud: { soldOut: [] } },
    step: 'add-nodes',
    code: 'CLOUD_SOLD_OUT',
    words: ['no stock', '--instance-type'],
  },
  'a zone that is sold out': {
    broken: { cloud: { soldOut: [{ zoneId: 'cn-beijing-g' }] } },
    repaired: { cloud: { soldOut: [] } },
    step: 'spread-nodes',
    code: 'CLOUD_SOLD_OUT',
    words: ['no stock'],
  },
  'a node that never gets ready': {
    broken: { kubernetes: { neverReady: ['*'] } },
    step: 'add-nodes',
    code: 'NODE_WRONG',
    words: ['nodes did not join the cluster', 'remove the failed nodes'],
  },
  'a node with a foreign network interface': {
    broken: { cloud: { foreignEni: { count: 1, vSwitchId: 'vsw-2zepods-h' } } },
    step: 'nodes',
    code: 'NODE_WRONG',
    words: ['has network interface eni-', 'in vsw-2zepods-h'],
  },
  'a node without the label': {
    broken: { kubernetes: { missingNodeLabels: ['terway-config'] } },
    step: 'nodes',
    code: 'NODE_WRONG',
    words: ['lacks the label terway-config=eni-config-payments'],
  },
  'a node without the taints': {
    broken: { cloud: { missingTaint: 1 } },
    step: 'nodes',
    code: 'NODE_WRONG',
    words: ['lacks the taint egress-pool=payments:NoSchedule'],
  },
  'credentials without a permission': {
    broken: { cloud: { denied: ['vpc:CreateVSwitch'] } },
    repaired: { cloud: { denied: [] } },
    step: 'vswitch-cn-beijing-h',
    code: 'CLOUD_DENIED',
    words: ['CreateVSwitch'],
  },
  'a Kubernetes identity without a right': {
    broken: { kubernetes: { denied: [{ verb: 'create', resource: 'pods' }] } },
    repaired: { kubernetes: { denied: [] } },
    step: 'plan',
    code: 'CLUSTER_DENIED',
    words: ['create pods in egress-pool', 'rbac.yaml'],
  },
};

/** Turns the knobs of the emulators, which count some of them down. */
export function turn({ alicloud, kubernetes }: World, { cloud, kubernetes: cluster }: Knobs): void {
  Object.assign(alicloud.settings, structuredClone(cloud));
  Object.assign(kubernetes.settings, structuredClone(cluster));
}
