import { terwayConfigLabel } from './markers.ts';

export interface WorkloadPatch {
  nodeSelector: Record<string, string>;
  tolerations: { key: string; operator: 'Equal'; value: string }[];
}

/** What a pod template needs to run in the pool. One toleration without an effect covers both taints. */
export function workloadPatch(pool: { name: string; configMapName: string }): WorkloadPatch {
  return {
    nodeSelector: { [terwayConfigLabel]: pool.configMapName },
    tolerations: [{ key: 'egress-pool', operator: 'Equal', value: pool.name }],
  };
}

/** The same as YAML that can be pasted into a Deployment. */
export function workloadPatchYaml(pool: { name: string; configMapName: string }): string {
  return [
    'spec:',
    '  template:',
    '    spec:',
    '      nodeSelector:',
    `        ${terwayConfigLabel}: ${pool.configMapName}`,
    '      tolerations:',
    '        - key: egress-pool',
    '          operator: Equal',
    `          value: ${pool.name}`,
  ].join('\n');
}
