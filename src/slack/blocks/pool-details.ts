import type { Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { timeOfDay } from './duration-words.ts';
import { codeBlock, codeSpan } from './escape.ts';
import { enforcement, namespaceNames } from './namespace-words.ts';
import { actorWords } from './operation-words.ts';
import { findingLines, type PoolAround, userLines } from './pool-around.ts';
import { descriptionWords, poolCapacity, poolStateWords, vSwitchLines } from './pool-words.ts';
import { groupWords } from './request-words.ts';
import { preformatted } from './rich-text.ts';
import { statusLine } from './status-list.ts';
import { context, type Message, message, section } from './text.ts';

/** Everything about one pool. */
export function poolDetails(pool: Pool, operation: Operation | undefined, around: PoolAround): Message {
  const nodes = pool.nodes.min === pool.nodes.max ? `${pool.nodes.min}` : `${pool.nodes.min} to ${pool.nodes.max}`;
  const lines = [
    `*Pool* ${codeSpan(pool.name)}: ${poolStateWords(pool.state)}; ${poolCapacity(pool)}`,
    ...(pool.description === undefined ? [] : [`For ${descriptionWords(pool.description)}, its owner says`]),
    `Cluster ${codeSpan(pool.clusterName)} (${codeSpan(pool.regionId)}, ${codeSpan(pool.vpcId)})`,
    ...vSwitchLines(pool),
    ...(admitsWholeNodes(pool) ? [nodesAdmitted] : []),
    `${admitsWholeNodes(pool) ? 'Node' : `ConfigMap ${codeSpan(pool.configMapName)}, node`} pool ${pool.nodePoolId ? codeSpan(pool.nodePoolId) : 'not there yet'}, ${nodes} nodes of ${pool.instanceTypes.slice(0, 10).map(codeSpan).join(', ') || 'the default type'}`,
    `Namespaces: ${namespaceNames(pool.namespaces)}${enforcement(pool)}; owner: ${pool.ownerGroup ? groupWords(pool.ownerGroup) : actorWords(pool.requestedBy)}; asked for by ${actorWords(pool.requestedBy)}`,
    `Created ${dayAndTime(pool.createdAtMs)}${pool.readyAtMs === undefined ? '' : `, ready ${dayAndTime(pool.readyAtMs)}`}`,
    ...(pool.reviewAtMs === undefined
      ? []
      : [`Asked for until ${dayAndTime(pool.reviewAtMs)}; then its owner is asked whether it is still needed`]),
    ...(operation ? [`Last operation: ${statusLine(operation)}`] : []),
  ];
  const parts = [lines, userLines(around), findingLines(around)].filter((part) => part.length > 0);
  return message(
    parts.flat(),
    parts.map((part) => section(part.join('\n'))),
  );
}

/** What is different where nodes are what databases see. */
const nodesAdmitted =
  "Its pods leave with their node's address (Flannel): databases admit the nodes, and all that leaves from them.";

/** What a workload needs to run in the pool, to copy. */
export function poolUse(pool: Pool, yaml: string): Message {
  const isReady = pool.state === 'ready' || pool.state === 'changing';
  const head = isReady
    ? `Put this into the pod template of a workload to run it in pool ${codeSpan(pool.name)}:`
    : `Pool ${codeSpan(pool.name)} is not ready yet (${poolStateWords(pool.state)}); once it is, a workload needs:`;
  const end = admitsWholeNodes(pool) ? [nodesAdmitted] : [];
  return message(
    [head, codeBlock(yaml, 3_000), ...end],
    [section(head), preformatted(yaml), ...end.map((line) => context(line))],
  );
}

function dayAndTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 10)} ${timeOfDay(atMs)}`;
}
