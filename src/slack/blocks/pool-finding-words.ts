import type { PoolFinding, PoolFindingKind } from '../../domain/pool-drift/pool-finding.ts';
import type { PoolNetwork } from '../../domain/pool-network.ts';
import { codeSpan } from './escape.ts';
import { clamp } from './text.ts';

const mostItems = 8;

interface Words {
  /** What was found; `list` is escaped. */
  said(list: string, about: string): string;
  /** What it means, and what to do where Repair does not do it. */
  means: string;
  /** The same on Flannel, where that is another thing. */
  onFlannel?: string;
}

/** How each kind of finding is said. */
const words: Readonly<Record<PoolFindingKind, Words>> = {
  'config-map-gone': {
    said: (list) => `*Terway’s ConfigMap is gone*: ${list} in \`kube-system\`.`,
    means:
      'A node that starts now gets the cluster’s default network without a word, or none at all; databases do not know those addresses.',
  },
  'config-map-changed': {
    said: (list) => `*Somebody changed Terway’s ConfigMap*: ${list}.`,
    means:
      'New network interfaces of the pool’s nodes are made by what it says now, so pods can leave with addresses that are not the pool’s.',
  },
  'config-map-taken': {
    said: (list) => `*Terway’s ConfigMap carries another marker*: ${list} in \`kube-system\`.`,
    means:
      'It is not ours by its labels, so it is not touched. Put the labels `egress-pool/installation` and `egress-pool/pool` back, or find out who replaced it.',
  },
  'policy-gone': {
    said: (list) => `*The admission policy is gone*: ${list}.`,
    means: 'Pods of any namespace may name the pool now and reach its databases.',
  },
  'policy-changed': {
    said: (list) => `*Somebody changed the admission policy*: ${list}.`,
    means: 'Pods of other namespaces may be able to name the pool and reach its databases.',
  },
  'policy-taken': {
    said: (list) => `*The admission policy carries another marker*: ${list}.`,
    means:
      'It is not ours by its labels, so it is not touched. Put them back, or delete it: then Repair makes it anew.',
  },
  'node-pool-gone': {
    said: (list) => `*The node pool is gone*: ${list}.`,
    means:
      'No pod can run in the pool. It is not made again by itself: delete the pool and create another, or restore the node pool in ACK.',
  },
  'node-pool-label': {
    said: (list) => `*Somebody changed the labels of the node pool*: ${list}.`,
    means: 'Nodes that join from now on get the cluster’s default network without a word.',
    onFlannel: 'Workloads of the pool do not find nodes that join from now on.',
  },
  'node-pool-taint': {
    said: (list) => `*The node pool has lost taints*: ${list}.`,
    means: 'On nodes that join from now on anybody’s pods may run, and reach the pool’s databases.',
  },
  'node-label': {
    said: (list) => `*Nodes have lost labels of the pool*: ${list}.`,
    means:
      'Once Terway starts again there, their pods get the cluster’s default network, and workloads of the pool do not find them.',
    onFlannel: 'Workloads of the pool do not find them.',
  },
  'node-taint': {
    said: (list) => `*Nodes have lost taints of the pool*: ${list}.`,
    means: 'Anybody’s pods may run there and reach the pool’s databases. Repair also evicts those that do not belong.',
  },
  'node-foreign': {
    said: (list) => `*Other nodes carry the pool’s label*: ${list}.`,
    means:
      'Terway gives their pods addresses of this pool, whoever they are. It is not taken away by itself, since somebody put it there: remove the label `terway-config`, then replace these nodes.',
    onFlannel:
      'Workloads of the pool may run there, with addresses that databases do not know. It is not taken away by itself, since somebody put it there.',
  },
  'zone-uncovered': {
    said: (list) => `*Nodes where the pool has no vSwitch*: ${list}.`,
    onFlannel:
      'They leave with addresses that databases do not know. Take the vSwitch out of the node pool in ACK and remove these nodes.',
    means:
      'Their pods get the cluster’s default network without a word. Which machines go is not decided by itself: take the zone out of the node pool in ACK and remove these nodes.',
  },
  'zone-unproven': {
    said: (list) => `No node in ${list}: unproven.`,
    means: 'The next node there is looked at when it has joined.',
  },
  'terway-old': {
    said: (list) => `*Terway is older than its ConfigMap* on ${list}.`,
    means: 'It reads the ConfigMap when it starts, so pods there may get addresses of another network.',
  },
  'interface-foreign': {
    said: (list) => `*Nodes have network interfaces outside the pool*: ${list}.`,
    means:
      'Their pods can leave with addresses that databases do not know. An interface with pods on it cannot be taken away: drain these nodes and remove them, new ones are made right.',
  },
  'vswitch-lost': {
    said: (list) => `*vSwitches are not as they were made*: ${list}.`,
    means:
      'Databases admit addresses that may be somebody else’s. This cannot be put back by itself: put the tags back, or revoke the pool’s access.',
  },
  'vswitch-shared': {
    said: (list, about) => `*Something else is in the pool’s vSwitch* ${about}: ${list}.`,
    means:
      'It reaches every database that admits the pool, and nobody approved that. It belongs to others, so it is not removed by itself: move it out, or revoke the pool’s access.',
  },
  stray: {
    said: (list, about) => `*Another namespace runs pods in the pool*: ${about} (${list}).`,
    means:
      'They leave with the pool’s addresses and reach its databases, though nobody approved that namespace. Take the toleration out, or ask for the namespace.',
  },
  'host-network': {
    said: (_, about) => `*Pods use their node’s address*: ${about} (\`hostNetwork\`).`,
    means: 'They leave with an address of the node’s own vSwitch, which the pool’s databases do not admit.',
  },
  'other-network': {
    said: (list, about) => `*Pods have another network*: ${about} (${list}).`,
    means: 'It comes before the pool’s, so they leave with addresses that the pool’s databases do not admit.',
  },
  'daemon-set': {
    said: (_, about) => `${about} of the cluster’s own takes addresses of the pool.`,
    means: 'It could reach the pool’s databases.',
  },
};

/** What was found, in one sentence. Escaped. */
export function findingWords({ kind, about, items }: PoolFinding): string {
  const more = items.length > mostItems ? ` and ${items.length - mostItems} more` : '';
  const list = `${items
    .slice(0, mostItems)
    .map((item) => codeSpan(clamp(item, 120)))
    .join(', ')}${more}`;
  return words[kind].said(list, codeSpan(clamp(about, 150)));
}

/** What a finding means and what is to be done about it. */
export function meaningWords({ kind }: Pick<PoolFinding, 'kind'>, network: PoolNetwork): string {
  const { means, onFlannel = means } = words[kind];
  return network === 'flannel' ? onFlannel : means;
}
