import { z } from 'zod';
import type { PodNetworking } from '../kubernetes.ts';
import { type Caller, isAnswered } from './call.ts';
import { words } from './object-meta.ts';
import { parseAnswer } from './parse-answer.ts';

/** Terway's cluster-wide resource; empty where the cluster does not have it. */
export async function listPodNetworkings(call: Caller): Promise<PodNetworking[]> {
  try {
    const answer = await call({ verb: 'list', group: api.group, resource: api.plural }, ({ custom }) =>
      custom.listClusterCustomObject(api),
    );
    return parseAnswer(list, answer).items;
  } catch (error) {
    if (isAnswered(error, 404)) return [];
    throw error;
  }
}

const api = { group: 'network.alibabacloud.com', version: 'v1beta1', plural: 'podnetworkings' };
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
