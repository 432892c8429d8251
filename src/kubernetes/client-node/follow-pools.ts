import { markerKeys } from '../../domain/markers.ts';
import type { Following, Node, PodPlace } from '../kubernetes.ts';
import type { Caller } from './call.ts';
import { keepCopy } from './keep-copy.ts';
import { toNode } from './nodes.ts';
import { placeOf } from './pod-place.ts';
import type { WatchDeps } from './watch.ts';

/** Two copies, of nodes and of pods; the watches begin with this call. */
export function followPools(deps: WatchDeps & { call: Caller }, installation: string): Following {
  const nodes = keepCopy<Node>(deps, {
    request: { resource: 'nodes', labelSelector: `${markerKeys.pool},${markerKeys.installation}=${installation}` },
    list: ({ core }, query) => core.listNode(query),
    keep: toNode,
  });
  const pods = keepCopy<PodPlace>(deps, {
    request: {
      ...{ resource: 'pods', labelSelector: '' },
      fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
    },
    list: ({ core }, query) => core.listPodForAllNamespaces(query),
    keep: placeOf,
  });
  return {
    async read() {
      const [present, places] = await Promise.all([nodes.read(), pods.read()]);
      return { nodes: present, pods: places };
    },
    stop() {
      nodes.stop();
      pods.stop();
    },
  };
}
