import { type AdoptPlan, adoptSteps, type NodeToAdopt } from '../../domain/adopt-plan.ts';
import type { Operation } from '../../domain/operation.ts';
import { adoptPlanSchema } from '../../store/adopt-plan-schema.ts';
import { codeSpan } from './escape.ts';
import type { Passage } from './plan-summary.ts';
import { clamp, section } from './text.ts';

/** What adopting does to each node. Undefined before there is a plan, or for others. */
export function adoptSummary(operation: Operation): Passage | undefined {
  const plan = planIn(operation);
  if (!plan) return undefined;
  const lines = [
    `*Plan* to adopt nodes into ${codeSpan(plan.poolName)} in cluster ${codeSpan(plan.clusterName)}, one at a time`,
    ...plan.nodes.map(nodeLine),
    ':warning: the system disk of each is replaced, and everything on it is lost',
  ];
  return { lines, blocks: [section(lines.join('\n'))] };
}

function planIn({ steps }: Operation): AdoptPlan | undefined {
  return adoptPlanSchema.safeParse(steps.find(({ name }) => name === 'plan')?.record.facts?.plan).data;
}

function nodeLine(node: NodeToAdopt): string {
  const { instanceId, zoneId, source, pods } = node;
  const moved = pods === 0 ? 'no pods to move' : `${pods} ${pods === 1 ? 'pod' : 'pods'} to move`;
  return `• ${named(node)} (${codeSpan(instanceId)}, ${codeSpan(zoneId)}) out of node pool ${codeSpan(clamp(source.name, 100))}, ${moved}`;
}

function named({ nodeName }: NodeToAdopt): string {
  return codeSpan(clamp(nodeName, 100));
}

/** Where each node is now: what an operator has to know when it stands still or was given up. */
export function whereNodesAre(operation: Operation): string[] {
  const plan = planIn(operation);
  if (!plan) return ['No node was touched.'];
  return plan.nodes.map((node) => `• ${named(node)}: ${whereIs(operation, node)}`);
}

function whereIs({ steps }: Operation, node: NodeToAdopt): string {
  const names = adoptSteps(node);
  const record = (step: string) => steps.find(({ name }) => name === step)?.record;
  if (record(names.canary)?.facts) return 'in the pool, proven';
  if (record(names.attach)?.facts) return 'in the pool, *not proven yet*';
  if (record(names.remove)?.facts) {
    return `taken out of node pool ${codeSpan(clamp(node.source.name, 100))}, *not in the pool*; machine ${codeSpan(node.instanceId)} goes on running`;
  }
  if (record(names.remove)?.intendedAtMs !== undefined) return 'being taken out of its node pool';
  return record(names.drain)?.intendedAtMs === undefined ? 'not touched' : 'still in its node pool';
}

/** Nothing of it is undone then, so its steps would say what is not so. */
export function isGivenUp({ kind, direction }: Operation): boolean {
  return kind === 'adopt-nodes' && direction === 'back';
}

/** How an adoption ended. */
export function adoptedLines(operation: Operation): string[] {
  const nodes = planIn(operation)?.nodes ?? [];
  const left = nodes.flatMap((node) => detached(operation, node));
  return [
    `Pool ${codeSpan(operation.poolName)} has ${nodes.length} more ${nodes.length === 1 ? 'node' : 'nodes'}, each proven by a canary pod on it:`,
    ...nodes.map((node) => `• ${named(node)} in ${codeSpan(node.zoneId)}`),
    ...(left.length > 0
      ? [
          `Their old network interfaces are attached to nothing now and may be deleted: ${left.slice(0, 20).map(codeSpan).join(', ')}`,
        ]
      : []),
  ];
}

function detached({ steps }: Operation, node: NodeToAdopt): string[] {
  const facts = steps.find(({ name }) => name === adoptSteps(node).unbind)?.record.facts;
  return Array.isArray(facts?.detached) ? facts.detached.map(String) : [];
}
