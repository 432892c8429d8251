import { poolTaintKey } from './markers.ts';
import { poolSelector, type SelectedPool } from './pool-network.ts';

export interface WorkloadPatch {
  nodeSelector: Record<string, string>;
  tolerations: { key: string; operator: 'Equal'; value: string }[];
}

/** What a pod template needs to run in the pool. One toleration without an effect covers both taints. */
export function workloadPatch(pool: SelectedPool): WorkloadPatch {
  const { key, value } = poolSelector(pool);
  return {
    nodeSelector: { [key]: value },
    tolerations: [{ key: poolTaintKey, operator: 'Equal', value: pool.name }],
  };
}

/** The same as YAML that can be pasted into a Deployment. */
export function workloadPatchYaml(pool: SelectedPool): string {
  const { key, value } = poolSelector(pool);
  return [
    'spec:',
    '  template:',
    '    spec:',
    '      nodeSelector:',
    `        ${key}: ${value}`,
    '      tolerations:',
    `        - key: ${poolTaintKey}`,
    '          operator: Equal',
    `          value: ${pool.name}`,
  ].join('\n');
}
