/** Who runs in a pool: its pods by namespace and workload, the largest first. */
export interface PoolWorkloads {
  /** When it was looked at: wall-clock milliseconds. */
  atMs: number;
  workloads: PoolWorkload[];
  /** Pods of workloads that are not in the list. */
  morePods: number;
}

export interface PoolWorkload {
  namespace: string;
  /** `Deployment`, or `Pod` for one without an owner. */
  kind: string;
  name: string;
  pods: number;
  /** Of these, so many have no address yet. */
  waiting: number;
  /** Some of their names, those without an address first. */
  podNames: string[];
  /** They use their node's address, so they are none of those who ask for addresses. */
  usesHost?: boolean | undefined;
  /** They tolerate every taint, not this pool's alone. */
  isBlanket?: boolean | undefined;
  /** What gives them another network than their node's: the PodNetworking, or the annotation that says so. */
  otherNetwork?: string | undefined;
  /** At least one of them is on a node of the pool. */
  onNode?: boolean | undefined;
}

export interface PodOfPool {
  namespace: string;
  name: string;
  workload: { kind: string; name: string } | undefined;
  hasAddress: boolean;
  usesHost?: boolean | undefined;
  isBlanket?: boolean | undefined;
  otherNetwork?: string | undefined;
  onNode?: boolean | undefined;
}

const mostWorkloads = 60;
const mostNames = 5;

/** The pods of a pool in a few lines, however many there are. */
export function poolWorkloads(pods: readonly PodOfPool[], atMs: number): PoolWorkloads {
  const groups = Map.groupBy(pods, ({ namespace, name, workload, usesHost, otherNetwork = '' }) =>
    [namespace, workload?.kind ?? 'Pod', workload?.name ?? name, usesHost === true, otherNetwork].join('/'),
  );
  const all = [...groups.values()]
    .flatMap((some) => workloadOf(some) ?? [])
    .toSorted((left, right) => right.pods - left.pods || left.name.localeCompare(right.name));
  const rest = all.slice(mostWorkloads);
  return { atMs, workloads: all.slice(0, mostWorkloads), morePods: rest.reduce((sum, one) => sum + one.pods, 0) };
}

/** Those that have or want addresses of the pool. */
export function addressed<Workload extends Pick<PoolWorkload, 'usesHost'>>(workloads: readonly Workload[]): Workload[] {
  return workloads.filter(({ usesHost }) => usesHost !== true);
}

function workloadOf(pods: readonly PodOfPool[]): PoolWorkload | undefined {
  const [first] = pods;
  if (!first) return undefined;
  const names = pods.toSorted((left, right) => Number(left.hasAddress) - Number(right.hasAddress));
  return {
    namespace: first.namespace,
    kind: first.workload?.kind ?? 'Pod',
    name: first.workload?.name ?? first.name,
    pods: pods.length,
    waiting: pods.filter(({ hasAddress }) => !hasAddress).length,
    podNames: names.slice(0, mostNames).map(({ name }) => name),
    ...(first.usesHost ? { usesHost: true } : {}),
    ...(pods.some(({ isBlanket }) => isBlanket) ? { isBlanket: true } : {}),
    ...(first.otherNetwork === undefined ? {} : { otherNetwork: first.otherNetwork }),
    ...(pods.some(({ onNode }) => onNode) ? { onNode: true } : {}),
  };
}
