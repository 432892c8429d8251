import type { ModalView } from '@slack/types';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import type { DeletePreview } from '../../use-cases/request-delete-pool.ts';
import { deleteFormId } from './action-ids.ts';
import { confirmForm } from './confirm-form.ts';
import { codeSpan } from './escape.ts';

/** Asks for the pool's name before it is deleted. `metadata` comes back and is not to be trusted. */
export function deleteForm({ pool, requests }: DeletePreview, metadata: string): ModalView {
  const blocks = pool.vSwitches.slice(0, 20).map(({ cidrBlock, zoneId }) => `${codeSpan(cidrBlock)} (${zoneId})`);
  const nodes = pool.nodes.min === pool.nodes.max ? `${pool.nodes.min}` : `${pool.nodes.min} to ${pool.nodes.max}`;
  return confirmForm({
    ...{ id: deleteFormId, metadata, title: 'Delete a pool', submit: 'Delete', close: 'Keep it' },
    lines: [
      `*This cannot be undone.* What goes with pool ${codeSpan(pool.name)}:`,
      `• its ${nodes} nodes, whose machines are released${pool.nodePoolId ? `, and node pool ${codeSpan(pool.nodePoolId)}` : ''}`,
      `• its ${admitsWholeNodes(pool) ? 'record in the cluster' : `ConfigMap ${codeSpan(pool.configMapName)}`} and its admission policy`,
      `• its addresses: ${blocks.join(', ') || 'none yet'}`,
      ...(requests.length > 0
        ? [`• ${requests.length} requests for databases that are not applied yet: they are withdrawn`]
        : []),
    ],
    label: `Type ${pool.name} to delete it`,
    hint: `It is refused while pods of the pool run. ${codeSpan(`/egress-pool delete ${pool.name} --dry-run`)} shows what is in the way and changes nothing.`,
  });
}
