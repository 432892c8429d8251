import type { KnownBlock, TableBlock } from '@slack/types';
import type { CreatePlan, HashedPlan, PlannedZone } from '../../domain/create-plan.ts';
import { admitsWholeNodes, networkNames } from '../../domain/pool-network.ts';
import { codeSpan, escapeText } from './escape.ts';
import { table } from './table.ts';
import { clamp, context, section } from './text.ts';

const mostZones = 20;
const mostWarnings = 10;

/** Lines of escaped mrkdwn and the blocks that say the same. */
export interface Passage {
  lines: string[];
  blocks: KnownBlock[];
}

/** What will be made, before anything is: every resource, block, node count and warning, and the plan's hash. */
export function planSummary({ plan, hash }: HashedPlan): Passage {
  const resources = resourceLines(plan);
  const zones = zoneLines(plan);
  const warnings = warningLines(plan);
  const hashLine = hashLineOf({ plan, hash });
  return {
    lines: [...resources, ...zones, ...warnings, hashLine],
    blocks: [
      section(resources.join('\n')),
      ...(plan.zones.length > 0 ? [zoneTable(plan.zones.slice(0, mostZones))] : []),
      ...(warnings.length > 0 ? [section(warnings.join('\n'))] : []),
      context(hashLine),
    ],
  };
}

/** The same without warnings, as lines alone. */
export function planLines(plan: CreatePlan): string[] {
  return [...resourceLines(plan), ...zoneLines(plan).slice(0, mostZones)];
}

function resourceLines(plan: CreatePlan): string[] {
  const isNodeBound = admitsWholeNodes(plan.plugin);
  return [
    `*Plan* for ${codeSpan(plan.poolName)} in cluster ${codeSpan(plan.clusterName)} (${codeSpan(plan.regionId)}, ${codeSpan(plan.vpcId)})`,
    `• ${plan.zones.length} vSwitch${plan.zones.length === 1 ? '' : 'es'}, one for each zone${isNodeBound ? ', for its nodes' : ''}`,
    `• ${isNodeBound ? '' : `ConfigMap ${codeSpan(plan.configMapName)} and `}a record of the pool, in kube-system`,
    `• node pool ${codeSpan(plan.nodePoolName)}: ${nodeWords(plan)} of ${plan.instanceTypes.map(codeSpan).join(', ')}, ${plan.systemDiskGib} GiB system disk`,
    `• one canary pod for each zone, in namespace ${codeSpan(plan.canary.namespace)}, removed again`,
    `• room for about ${plan.podsThatFit} pods (${plan.expectedPods} asked for, ${plan.podsPerNode} for each node)`,
  ];
}

/** What still matters of a plan once its operation has ended: the warnings, and which plan it was. */
export function finishedPlan({ plan, hash }: HashedPlan): KnownBlock[] {
  const warnings = warningLines(plan);
  return [...(warnings.length > 0 ? [context(warnings.join('\n'))] : []), context(hashLineOf({ plan, hash }))];
}

function hashLineOf({ plan, hash }: HashedPlan): string {
  return `Plan hash ${codeSpan(hash.slice(0, 19))} · ${networkNames[plan.plugin.network]} ${escapeText(plan.plugin.version)}`;
}

function nodeWords({ nodes }: CreatePlan): string {
  return nodes.min === nodes.max ? `${nodes.min} nodes` : `${nodes.min} to ${nodes.max} nodes`;
}

function zoneLines({ plugin, zones }: CreatePlan): string[] {
  const whose = admitsWholeNodes(plugin) ? 'the nodes of ' : '';
  return zones.map(
    ({ zoneId, cidrBlock, usableAddresses, expectedPods }) =>
      `• ${codeSpan(zoneId)}: ${codeSpan(cidrBlock)}, ${usableAddresses} usable addresses for ${whose}${expectedPods} pods`,
  );
}

/** What people should think about before they say yes. */
export function warningLines({ warnings }: CreatePlan): string[] {
  const shown = warnings.slice(0, mostWarnings).map(({ text }) => `:warning: ${escapeText(clamp(text, 400))}`);
  const more = warnings.length - shown.length;
  return more > 0 ? [...shown, `:warning: and ${more} more warnings`] : shown;
}

function zoneTable(zones: PlannedZone[]): TableBlock {
  const head = ['Zone', 'CIDR', 'Usable', 'Pods', "Nodes' vSwitch"];
  const rows = zones.map((zone) => [
    zone.zoneId,
    zone.cidrBlock,
    String(zone.usableAddresses),
    String(zone.expectedPods),
    zone.nodeVSwitchId ?? 'the new one',
  ]);
  return table([head, ...rows]);
}
