/**
 * Everything that egress-pool creates carries its marker: installation and pool id, as cloud tags and as Kubernetes
 * labels. A resource is ours only by its marker, never by its name.
 */
export const markerKeys = {
  installation: 'egress-pool/installation',
  pool: 'egress-pool/pool',
  name: 'egress-pool/name',
} as const;

/** The annotation of a canary pod that names the operation which waits for it. */
export const operationAnnotation = 'egress-pool/operation';

export interface Marker {
  installation: string;
  poolId: string;
  poolName: string;
}

export function markerTags(marker: Marker): { key: string; value: string }[] {
  return Object.entries(markerLabels(marker)).map(([key, value]) => ({ key, value }));
}

/** What is put on a cloud resource besides the marker, which nothing of it can replace. */
export function tagsWithMarker(
  marker: Marker,
  tags: Readonly<Record<string, string>>,
): { key: string; value: string }[] {
  return Object.entries({ ...tags, ...markerLabels(marker) }).map(([key, value]) => ({ key, value }));
}

export function markerLabels(marker: Marker): Record<string, string> {
  return {
    [markerKeys.installation]: marker.installation,
    [markerKeys.pool]: marker.poolId,
    [markerKeys.name]: marker.poolName,
  };
}

/** Whether tags or labels say that this pool of this installation owns the resource. */
export function isOurs(
  found: readonly { key: string; value: string }[] | Record<string, string>,
  marker: Pick<Marker, 'installation' | 'poolId'>,
): boolean {
  const labels = labelsOf(found);
  return labels[markerKeys.installation] === marker.installation && labels[markerKeys.pool] === marker.poolId;
}

/** Whose pool the tags or labels say that it is; undefined for what nobody or another installation marked. */
export function readMarker(
  found: readonly { key: string; value: string }[] | Record<string, string>,
  installation: string,
): Pick<Marker, 'poolId' | 'poolName'> | undefined {
  const { [markerKeys.pool]: poolId, [markerKeys.name]: poolName, ...others } = labelsOf(found);
  return others[markerKeys.installation] === installation && poolId && poolName ? { poolId, poolName } : undefined;
}

/** Whether anybody's marker of a pool is there. */
export function isMarked(found: readonly { key: string; value: string }[] | Record<string, string>): boolean {
  return Object.hasOwn(labelsOf(found), markerKeys.pool);
}

function labelsOf(found: readonly { key: string; value: string }[] | Record<string, string>): Record<string, string> {
  return Array.isArray(found)
    ? Object.fromEntries(found.map(({ key, value }) => [key, value]))
    : { ...(found as Record<string, string>) };
}

/** The key of the taint of every pool's nodes. */
export const poolTaintKey = 'egress-pool';

/** The taint of a pool's nodes (DESIGN promise 11): also NoExecute, since `spec.nodeName` skips NoSchedule. */
export function poolTaints(poolName: string): { key: string; value: string; effect: 'NoSchedule' | 'NoExecute' }[] {
  return [
    { key: poolTaintKey, value: poolName, effect: 'NoSchedule' },
    { key: poolTaintKey, value: poolName, effect: 'NoExecute' },
  ];
}

/** The effects of a pool's taints that are not among these. */
export function missingTaints(
  taints: readonly { key: string; value: string; effect: string }[],
  poolName: string,
): string[] {
  return poolTaints(poolName)
    .filter((wanted) => !taints.some(({ key, value, effect }) => matches(wanted, { key, value, effect })))
    .map(({ effect }) => effect);
}

function matches(wanted: { key: string; value: string; effect: string }, found: typeof wanted): boolean {
  return wanted.key === found.key && wanted.value === found.value && wanted.effect === found.effect;
}

/** The node label that Terway reads: the name of the pool's ConfigMap (terway.md 1.1). */
export const terwayConfigLabel = 'terway-config';
