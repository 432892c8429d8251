/**
 * Lists that the API merges item by item, and the fields that name an item (`x-kubernetes-list-map-keys`,
 * `patchMergeKey`), by the name of the field. Every other list is atomic: it is owned and replaced whole.
 */
const LIST_KEYS: Record<string, string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  ports: ['containerPort', 'protocol'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  imagePullSecrets: ['name'],
  matchConditions: ['name'],
  variables: ['name'],
  addresses: ['type'],
};

/** Lists of plain values that merge as sets. */
const SETS = new Set(['finalizers', 'validationActions']);

export function listKeysOf(field: string): string[] | undefined {
  return LIST_KEYS[field];
}

export function isSetList(field: string): boolean {
  return SETS.has(field);
}

/** The item's key as FieldsV1 writes it: `{"name":"app"}`. The protocol of a port defaults to TCP. */
export function itemKey(keys: string[], item: Record<string, unknown>): string {
  const named = keys.map((key) => [key, item[key] ?? (key === 'protocol' ? 'TCP' : undefined)]);
  return JSON.stringify(Object.fromEntries(named));
}
