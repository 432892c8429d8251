import type { ModalView } from '@slack/types';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import type { DeletePreview } from '../../use-cases/request-delete-pool.ts';
import { deleteFormId } from './action-ids.ts';
import { formElement } from './create-form.ts';
import { codeSpan } from './escape.ts';
import { context, plain, section } from './text.ts';

/** Asks for the pool's name before it is deleted. `metadata` comes back and is not to be trusted. */
export function deleteForm({ pool, requests }: DeletePreview, metadata: string): ModalView {
  const blocks = pool.vSwitches.slice(0, 20).map(({ cidrBlock, zoneId }) => `${codeSpan(cidrBlock)} (${zoneId})`);
  const nodes = pool.nodes.min === pool.nodes.max ? `${pool.nodes.min}` : `${pool.nodes.min} to ${pool.nodes.max}`;
  const goes = [
    `*This cannot be undone.* What goes with pool ${codeSpan(pool.name)}:`,
    `• its ${nodes} nodes${pool.nodePoolId ? ` and node pool ${codeSpan(pool.nodePoolId)}` : ''}`,
    `• its ${admitsWholeNodes(pool) ? 'record in the cluster' : `ConfigMap ${codeSpan(pool.configMapName)}`} and its admission policy`,
    `• its addresses: ${blocks.join(', ') || 'none yet'}`,
    ...(requests.length > 0
      ? [`• ${requests.length} requests for databases that are not applied yet: they are withdrawn`]
      : []),
  ];
  return {
    type: 'modal',
    callback_id: deleteFormId,
    private_metadata: metadata,
    title: plain('Delete a pool', 24),
    submit: plain('Delete', 24),
    close: plain('Keep it', 24),
    blocks: [
      section(goes.join('\n')),
      {
        type: 'input',
        block_id: 'confirm',
        label: plain(`Type ${pool.name} to delete it`, 100),
        element: { type: 'plain_text_input', action_id: formElement, max_length: 100 },
      },
      context(
        `It is refused while pods of the pool run. ${codeSpan(`/egress-pool delete ${pool.name} --dry-run`)} shows what is in the way and changes nothing.`,
      ),
    ],
  };
}
