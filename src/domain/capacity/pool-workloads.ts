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
}

export interface PodOfPool {
  namespace: string;
  name: string;
  workload: { kind: string; name: string } | undefined;
  hasAddress: boolean;
}

const mostWorkloads = 30;
const mostNames = 5;

/** The pods of a pool in a few lines, however many there are. */
export function poolWorkloads(pods: readonly PodOfPool[], atMs: number): PoolWorkloads {
  const groups = Map.groupBy(pods, ({ namespace, name, workload }) =>
    [namespace, workload?.kind ?? 'Pod', workload?.name ?? name].join('/'),
  );
  const all = [...groups.values()]
    .flatMap((some) => workloadOf(some) ?? [])
    .toSorted((left, right) => right.pods - left.pods || left.name.localeCompare(right.name));
  const rest = all.slice(mostWorkloads);
  return { atMs, workloads: all.slice(0, mostWorkloads), morePods: rest.reduce((sum, one) => sum + one.pods, 0) };
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
  };
}
