import type { Following, PoolPicture } from '../../kubernetes/kubernetes.ts';
import type { CapacityDeps } from './capacity-deps.ts';
import { withDeadline } from './with-deadline.ts';

export interface ClusterPicture extends PoolPicture {
  /** Nodes about which Terway said lately that it could not give an address. */
  failingNodes: ReadonlySet<string>;
}

/** The copies that this process keeps of its clusters' pools: each begins with its first read. */
export interface FollowedClusters {
  read(clusterName: string): Promise<ClusterPicture>;
  stop(): void;
}

/** Wire time for one cluster in one sweep: it is read out of memory, or in one list of what is there. */
const deadlineMs = 5_000;
/** Domain time: Terway leaves a full vSwitch alone for as long (terway.md 3.3). */
const signalMs = 10 * 60_000;

export function followClusters({ clusters, installation, clock }: CapacityDeps): FollowedClusters {
  const followed = new Map<string, Following>();

  async function readPicture(name: string): Promise<ClusterPicture> {
    const cluster = clusters.cluster(name);
    const following = followed.get(name) ?? cluster.followPools(installation);
    followed.set(name, following);
    const picture = await following.read();
    // Events are asked for only when somebody waits, which is rare.
    const isAnybodyWaiting = picture.pods.some(({ address, nodeName }) => address === 'waiting' && nodeName);
    const events = isAnybodyWaiting ? await cluster.listEventsOf('AllocIPFailed') : [];
    const recent = events.filter(({ lastSeenMs }) => clock.elapsed(lastSeenMs) < signalMs);
    const failingNodes = recent.filter(({ involved }) => involved.kind === 'Node').map(({ involved }) => involved.name);
    return { ...picture, failingNodes: new Set(failingNodes) };
  }

  return {
    read: (name) => withDeadline({ what: `cluster ${name}`, deadlineMs }, () => readPicture(name)),
    stop() {
      for (const following of followed.values()) following.stop();
      followed.clear();
    },
  };
}
