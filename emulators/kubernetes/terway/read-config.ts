import type { Cluster } from '../cluster.ts';
import { isJsonObject, type JsonObject } from '../manifest.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { configMaps } from '../resources.ts';
import type { KubeNode } from '../workload-manifests.ts';

/** What Terway takes from `eni_conf`, after the node's own ConfigMap has been merged in. */
export interface TerwayConfig {
  vswitches: Record<string, string[]>;
  securityGroups: string[];
  maxPoolSize: number;
  minPoolSize: number;
  isOrdered: boolean;
}

/**
 * `unparsable` ends the daemon at its start; `missing` is the node's ConfigMap not found, which the node-local address
 * management never reports: it goes on with the default configuration.
 */
export type ConfigReading =
  | { kind: 'ok'; config: TerwayConfig }
  | { kind: 'missing'; message: string; fallback: TerwayConfig }
  | { kind: 'unparsable'; message: string };

/** The mode is chosen by the global `eni-config` alone; `ipam_type` in a node's ConfigMap has no effect. */
export function isCentralised(cluster: Cluster): boolean {
  const text = globalText(cluster) ?? '';
  const parsed = parseJson(text);
  return isJsonObject(parsed) && parsed.ipam_type === 'crd';
}

/** Merges as `GetConfigFromFileWithMerge` of Terway does: RFC 7396 over the global `eni_conf`. */
export function readTerwayConfig(cluster: Cluster, node: KubeNode): ConfigReading {
  const text = globalText(cluster);
  if (text === undefined) return { kind: 'unparsable', message: 'configmaps "eni-config" not found' };
  const base = readGlobalConfig(cluster);
  if (typeof base === 'string') return { kind: 'unparsable', message: `failed parse config: ${base}` };
  const name = node.metadata.labels?.['terway-config'] ?? '';
  if (name === '') return { kind: 'ok', config: base };
  const own = cluster.store.find(configMaps, { namespace: 'kube-system', name });
  if (own === undefined) return { kind: 'missing', message: `configmaps "${name}" not found`, fallback: base };
  const patchText = own.data?.eni_conf ?? '';
  if (patchText === '') return { kind: 'ok', config: base };
  const patch = parseJson(patchText);
  if (!isJsonObject(patch)) return { kind: 'unparsable', message: 'failed parse config: Invalid JSON Patch' };
  const config = toConfig(mergePatch(parseJson(text), patch));
  if (typeof config === 'string') return { kind: 'unparsable', message: `failed parse config: ${config}` };
  return { kind: 'ok', config };
}

/** The global configuration without any node's ConfigMap; text says what is wrong with it. */
export function readGlobalConfig(cluster: Cluster): TerwayConfig | string {
  return toConfig(parseJson(globalText(cluster) ?? ''));
}

function globalText(cluster: Cluster): string | undefined {
  return cluster.store.find(configMaps, { namespace: 'kube-system', name: 'eni-config' })?.data?.eni_conf;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys are case-sensitive and unknown ones ignored; a wrong type is an error, given as text. */
function toConfig(json: unknown): TerwayConfig | string {
  if (!isJsonObject(json)) return 'invalid character in eni_conf';
  const vswitches = readVSwitches(json);
  if (vswitches === undefined) return 'json: cannot unmarshal into Go struct field Config.vswitches of type []string';
  for (const key of ['max_pool_size', 'min_pool_size']) {
    const value = json[key];
    if (value !== undefined && value !== null && !Number.isInteger(value)) {
      return `json: cannot unmarshal ${typeof value} into Go struct field Config.${key} of type int`;
    }
  }
  const groups = [json.security_group, ...(Array.isArray(json.security_groups) ? json.security_groups : [])];
  return {
    vswitches,
    securityGroups: [...new Set(groups.filter((one) => typeof one === 'string' && one !== '').map(String))],
    maxPoolSize: Number(json.max_pool_size ?? 5),
    minPoolSize: Number(json.min_pool_size ?? 0),
    isOrdered: json.vswitch_selection_policy === 'ordered',
  };
}

function readVSwitches(json: JsonObject): Record<string, string[]> | undefined {
  const found: Record<string, string[]> = {};
  const given = json.vswitches ?? {};
  if (!isJsonObject(given)) return undefined;
  for (const [zone, ids] of Object.entries(given)) {
    if (ids === null) continue;
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) return undefined;
    found[zone] = ids.map(String);
  }
  return found;
}
