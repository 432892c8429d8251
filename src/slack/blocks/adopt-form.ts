import type { ModalView } from '@slack/types';
import type { AdoptPreview } from '../../use-cases/request-adopt-nodes.ts';
import { adoptFormId } from './action-ids.ts';
import { confirmForm } from './confirm-form.ts';
import { codeSpan } from './escape.ts';
import { clamp } from './text.ts';

/** Says what becomes of the nodes and asks for the pool's name. `metadata` comes back and is not to be trusted. */
export function adoptForm({ pool, nodes }: AdoptPreview, metadata: string): ModalView {
  const names = nodes.map((node) => codeSpan(clamp(node, 100))).join(', ');
  return confirmForm({
    ...{ id: adoptFormId, metadata, title: 'Adopt nodes', submit: 'Replace their disks', close: 'Leave them' },
    lines: [
      ':warning: *The system disk of each node is replaced: everything on it is lost.* Nothing of this is undone.',
      `Into pool ${codeSpan(pool.name)}: ${names}`,
      'One at a time, and the next one only when it was proven:',
      '• it takes no new pods, and its pods are moved off, within their disruption budgets',
      '• it is taken out of its node pool; its machine stays, and so do its data disks and its address',
      '• its network interfaces but the first are taken off: their addresses are none of the pool',
      `• ACK sets it up anew in the node pool of ${codeSpan(pool.name)}; it is looked at, and a canary pod on it must get an address of the pool`,
      'At the first failure it stops and names the node.',
    ],
    label: `Type ${pool.name} to adopt ${nodes.length === 1 ? 'this node' : `these ${nodes.length} nodes`}`,
    hint: `${codeSpan(`/egress-pool adopt ${pool.name} ... --dry-run`)} says whether each node can come over, and changes nothing.`,
  });
}
