import type { Pod, PodToCreate } from '../kubernetes.ts';
import { type Caller, reasonOf, unlessAbsent } from './call.ts';
import { canaryPod } from './canary-pod.ts';
import { allPages, pageSize } from './pages.ts';
import { toPod } from './to-pod.ts';

export interface PodQuery {
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  nodeName?: string | undefined;
}

export async function listPods(call: Caller, { namespace, labelSelector, nodeName }: PodQuery): Promise<Pod[]> {
  const found = await allPages((_continue) =>
    call({ verb: 'list', group: '', resource: 'pods', namespace }, ({ core }) => {
      const query = {
        limit: pageSize,
        ...(labelSelector && { labelSelector }),
        ...(nodeName && { fieldSelector: `spec.nodeName=${nodeName}` }),
        ...(_continue && { _continue }),
      };
      return namespace ? core.listNamespacedPod({ namespace, ...query }) : core.listPodForAllNamespaces(query);
    }),
  );
  return found.map(toPod);
}

export async function readPod(
  call: Caller,
  { namespace, name }: { namespace: string; name: string },
): Promise<Pod | undefined> {
  const answer = await unlessAbsent(
    call({ verb: 'get', group: '', resource: 'pods', namespace, name }, ({ core }) =>
      core.readNamespacedPod({ namespace, name }),
    ),
  );
  return answer && toPod(answer);
}

export async function createPod(call: Caller, pod: PodToCreate): Promise<void> {
  const { namespace, name } = pod;
  try {
    await call({ verb: 'create', group: '', resource: 'pods', namespace, name }, ({ core }) =>
      core.createNamespacedPod({ namespace, fieldManager: 'egress-pool', body: canaryPod(pod) }),
    );
  } catch (error) {
    if (reasonOf(error) !== 'AlreadyExists') throw error;
  }
}

export async function deletePod(call: Caller, { namespace, name }: { namespace: string; name: string }): Promise<void> {
  await unlessAbsent(
    call({ verb: 'delete', group: '', resource: 'pods', namespace, name }, ({ core }) =>
      core.deleteNamespacedPod({ namespace, name }),
    ),
  );
}
