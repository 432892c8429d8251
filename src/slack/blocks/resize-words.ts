import type { Facts, Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { changesNothing, type ResizePlan } from '../../domain/resize-plan.ts';
import { resizePlanSchema } from '../../store/resize-plan-schema.ts';
import { codeSpan, escapeText } from './escape.ts';
import type { Passage } from './plan-summary.ts';
import { poolCapacity, vSwitchLines } from './pool-words.ts';
import { clamp, context, section } from './text.ts';

const mostNamed = 20;

/** What a resize will do: what grows, what goes, who has to be asked. Undefined before there is a plan, or for others. */
export function resizeSummary(operation: Operation): Passage | undefined {
  const plan = resizePlanIn(operation);
  if (!plan) return undefined;
  const facts = planFacts(operation);
  const lines = planLines(plan);
  const hash = `Plan hash ${codeSpan(String(facts?.hash ?? '').slice(0, 19) || '-')}`;
  return { lines: [...lines, hash], blocks: [section(lines.join('\n')), context(hash)] };
}

/** The plan of a resize or of its dry run, once it is made. */
export function resizePlanIn(operation: Operation): ResizePlan | undefined {
  return resizePlanSchema.safeParse(planFacts(operation)?.plan).data;
}

function planFacts({ steps }: Operation): Facts | undefined {
  return steps.find(({ name }) => name === 'plan')?.record.facts;
}

function planLines(plan: ResizePlan): string[] {
  const { expectedPods, poolName, clusterName } = plan;
  const head = `*Plan* for ${codeSpan(poolName)} in cluster ${codeSpan(clusterName)}: ${expectedPods.to} pods instead of ${expectedPods.from}`;
  if (changesNothing(plan)) return [head, 'Nothing has to change: the pool holds that many already.'];
  return [
    head,
    ...plan.added
      .slice(0, mostNamed)
      .map(
        (one) =>
          `• another vSwitch in ${codeSpan(one.zoneId)}: ${codeSpan(one.cidrBlock)}, ${one.usableAddresses} usable addresses`,
      ),
    ...plan.removed
      .slice(0, mostNamed)
      .map((one) => `• vSwitch ${codeSpan(one.vSwitchId)} in ${codeSpan(one.zoneId)} goes: ${codeSpan(one.cidrBlock)}`),
    ...nodeLines(plan),
    ...terwayLines(plan),
    ...grantLines(plan),
    ...plan.insideLearned
      .slice(0, mostNamed)
      .map(
        (cidr) =>
          `:warning: the blocks lie inside ${codeSpan(cidr)}, a route learned from another network; make sure that nobody uses them there`,
      ),
  ];
}

function nodeLines({ nodes: { from, to } }: ResizePlan): string[] {
  if (from.min === to.min && from.max === to.max) return [];
  return [`• ${rangeWords(to)} nodes instead of ${rangeWords(from)}`];
}

function terwayLines({ isConfigChanged, plugin, configMapName, maxPoolSize }: ResizePlan): string[] {
  if (!isConfigChanged) return [];
  const idle =
    maxPoolSize === undefined
      ? ''
      : `, a node keeps ${maxPoolSize} idle ${maxPoolSize === 1 ? 'address' : 'addresses'}`;
  const restart =
    plugin.network === 'terway' && plugin.ipamType === 'default'
      ? '; Terway starts again on its nodes, one by one'
      : '';
  return [`• ConfigMap ${codeSpan(configMapName)}${idle}${restart}`];
}

function grantLines({ grants, added, removed }: ResizePlan): string[] {
  const names = grants
    .slice(0, mostNamed)
    .map(({ instanceId }) => codeSpan(instanceId))
    .join(', ');
  if (grants.length === 0 || (added.length === 0 && removed.length === 0)) return [];
  return [
    ...(added.length > 0
      ? [`• the approvers of ${names} are asked to admit the new addresses, before any pod gets one`]
      : []),
    ...(removed.length > 0 ? [`• what goes is taken out of the whitelists of ${names}; that needs no approval`] : []),
  ];
}

function rangeWords({ min, max }: { min: number; max: number }): string {
  return min === max ? String(min) : `${min} to ${max}`;
}

/** How a resize ended: the pool as it is now, and which databases its new pods cannot reach. */
export function resizedLines({ steps }: Operation, pool: Pool): string[] {
  const facts = steps.find(({ name }) => name === 'consents')?.record.facts;
  const without = Array.isArray(facts?.without) ? facts.without.map(String) : [];
  const list = without
    .slice(0, mostNamed)
    .map((one) => escapeText(clamp(one, 120)))
    .join(', ');
  return [
    `Pool ${codeSpan(pool.name)} is resized: ${poolCapacity(pool)}.`,
    ...vSwitchLines(pool),
    ...(without.length > 0
      ? [`:warning: Pods with new addresses cannot reach ${list}: those did not admit them.`]
      : []),
  ];
}
