import { describe, expect, it } from 'vitest';
import { toPod } from '../../../src/kubernetes/client-node/to-pod.ts';

const metadata = { name: 'p', namespace: 'default', uid: 'u', creationTimestamp: new Date(1_000) };
const pod = (status: object) => toPod({ metadata, spec: {}, status });

describe('a pod out of the API', () => {
  it('is as ready as its condition, and owned by its controller', () => {
    const found = toPod({
      metadata: {
        ...metadata,
        ownerReferences: [
          { kind: 'Other', name: 'o' },
          { kind: 'ReplicaSet', name: 'app-1', controller: true },
        ],
      },
      spec: { nodeName: 'n' },
      status: { phase: 'Running', podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
    });

    expect(found).toMatchObject({ ready: true, podIp: '10.0.0.1', nodeName: 'n', createdAtMs: 1_000 });
    expect(found.owner).toEqual({ kind: 'ReplicaSet', name: 'app-1' });
  });

  it('a container that is only being created is no problem', () => {
    const containerStatuses = [{ state: { waiting: { reason: 'ContainerCreating' } } }];

    expect(pod({ phase: 'Pending', containerStatuses }).problem).toBeUndefined();
  });

  it.each([
    ['a waiting container', { containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }] }],
    ['a container that ended', { containerStatuses: [{ state: { terminated: { reason: 'Error' } } }] }],
    ['the pod itself', { reason: 'Evicted', message: 'low on memory' }],
    ['the scheduler', { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }],
  ])('%s shows its reason', (_what, status) => {
    expect(pod(status).problem?.reason).toMatch(/ImagePullBackOff|Error|Evicted|Unschedulable/);
  });

  it('an object without what is used counts as no answer', () => {
    expect(() => toPod({ metadata: { name: 'p' } })).toThrow(expect.objectContaining({ code: 'CLUSTER_UNREACHABLE' }));
  });
});
