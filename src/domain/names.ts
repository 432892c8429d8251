import { createHash } from 'node:crypto';

/** A DNS label of at most 40 characters: fits `eni-config-<name>` into a label value (63) and every tag. */
export const poolNamePattern = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** A Kubernetes namespace: a DNS label. */
export const namespacePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Ids derive from what asked for the thing, so that a repeat of the same trigger finds the same record. */
export function operationIdFrom(trigger: string): string {
  return `op-${shortHash(trigger)}`;
}

export function poolIdFrom(operationId: string): string {
  return `pool-${operationId.replace(/^op-/, '')}`;
}

/** Looks like an id that `poolIdFrom` gives. */
export const poolIdPattern = /^pool-[a-z0-9]{12}$/;

/** The id of an export of the audit log, out of the request that offered it. */
export function exportIdFrom(operationId: string): string {
  return `export-${operationId.replace(/^op-/, '')}`;
}

/** Looks like an id that `exportIdFrom` gives. */
export const exportIdPattern = /^export-[a-z0-9]{12}$/;

/** Looks like an id that `operationIdFrom` gives. */
export const operationIdPattern = /^op-[a-z0-9]{12}$/;

export function configMapNameOf(poolName: string): string {
  return `eni-config-${poolName}`;
}

export function recordConfigMapNameOf(poolName: string): string {
  return `egress-pool-record-${poolName}`;
}

export function nodePoolNameOf(poolName: string): string {
  return `egress-pool-${poolName}`;
}

export function vSwitchNameOf(poolName: string, zoneId: string): string {
  return `egress-pool-${poolName}-${zoneId}`;
}

export function canaryNameOf(poolName: string, zoneId: string, operationId: string): string {
  return `egress-pool-canary-${podSuffix(poolName, zoneId, operationId)}`;
}

/** The pod that tries a connection; the same operation may have a canary in the same zone. */
export function proofNameOf(poolName: string, zoneId: string, operationId: string): string {
  return `egress-pool-proof-${podSuffix(poolName, zoneId, operationId)}`;
}

function podSuffix(poolName: string, zoneId: string, operationId: string): string {
  const zone = zoneId.split('-').at(-1) ?? zoneId;
  return `${poolName.slice(0, 20).replace(/-$/, '')}-${zone}-${operationId.slice(-6)}`;
}

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Twelve characters out of 31 (59 bits): short enough to type, long enough not to meet. */
function shortHash(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, 12), (byte) => alphabet[byte % alphabet.length] ?? 'a').join('');
}
