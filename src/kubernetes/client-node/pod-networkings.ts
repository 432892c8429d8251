import { z } from 'zod';
import type { PodNetworking } from '../kubernetes.ts';
import { type Caller, unlessAbsent } from './call.ts';
import { words } from './object-meta.ts';
import { parseAnswer } from './parse-answer.ts';

/** Terway's cluster-wide resource; empty where the cluster does not have it. */
export async function listPodNetworkings(call: Caller): Promise<PodNetworking[]> {
  const answer = await unlessAbsent(
    call({ verb: 'list', group: 'network.alibabacloud.com', resource: 'podnetworkings' }, ({ custom }) =>
      custom.listClusterCustomObject({
        group: 'network.alibabacloud.com',
        version: 'v1beta1',
        plural: 'podnetworkings',
      }),
    ),
  );
  return answer ? parseAnswer(list, answer).items : [];
}

const selector = z.object({ matchLabels: words }).optional();

const list = z.object({
  items: z.array(
    z
      .object({
        metadata: z.object({ name: z.string() }),
        spec: z
          .object({
            selector: z.object({ podSelector: selector, namespaceSelector: selector }).optional(),
            vSwitchOptions: z.array(z.string()).optional(),
          })
          .optional(),
        status: z.object({ status: z.string().optional() }).optional(),
      })
      .transform(({ metadata, spec, status }) => ({
        name: metadata.name,
        status: status?.status ?? '',
        podSelector: spec?.selector?.podSelector?.matchLabels,
        namespaceSelector: spec?.selector?.namespaceSelector?.matchLabels,
        vSwitchIds: spec?.vSwitchOptions ?? [],
      })),
  ),
});
