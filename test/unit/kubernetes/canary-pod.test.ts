import { describe, expect, it } from 'vitest';
import { canaryPod } from '../../../src/kubernetes/client-node/canary-pod.ts';

const wanted = {
  namespace: 'egress-pool',
  name: 'canary-p1-h',
  labels: { 'egress-pool/pool': 'p1' },
  annotations: {},
  image: 'registry.example/netcheck:1',
  nodeSelector: { 'terway-config': 'egress-payments' },
  tolerations: [{ key: 'egress-pool', operator: 'Equal', value: 'payments', effect: undefined }],
  zoneId: 'cn-beijing-h',
};
const manifest = canaryPod(wanted);

describe('the canary pod', () => {
  it('passes the restricted pod security standard', () => {
    const container = manifest.spec?.containers[0];

    expect(manifest.spec?.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(manifest.spec?.automountServiceAccountToken).toBe(false);
  });

  it('must run in its zone, on nodes of its pool, and ends by itself', () => {
    const terms = manifest.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;

    expect(terms?.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['cn-beijing-h'] }] },
    ]);
    expect(manifest.spec?.nodeSelector).toEqual({ 'terway-config': 'egress-payments' });
    expect(manifest.spec?.tolerations).toEqual([{ key: 'egress-pool', operator: 'Equal', value: 'payments' }]);
    expect(manifest.spec?.restartPolicy).toBe('Never');
    expect(manifest.spec?.activeDeadlineSeconds).toBeGreaterThan(0);
  });

  it('runs on one node alone where it has to prove the addresses of that one', () => {
    const pinned = canaryPod({ ...wanted, onNode: 'cn-beijing.10.0.0.7' }).spec?.affinity?.nodeAffinity;

    expect(pinned?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual([
      {
        matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['cn-beijing-h'] }],
        matchFields: [{ key: 'metadata.name', operator: 'In', values: ['cn-beijing.10.0.0.7'] }],
      },
    ]);
  });
});
