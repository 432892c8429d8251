import type { Button } from '@slack/types';
import { z } from 'zod';
import type { DeletePlan } from '../../domain/delete-plan.ts';
import type { Operation } from '../../domain/operation.ts';
import { admitsWholeNodes } from '../../domain/pool-network.ts';
import { deletePlanSchema } from '../../store/delete-plan-schema.ts';
import type { PoolInUse } from '../../use-cases/request-delete-pool.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { codeSpan } from './escape.ts';
import type { Passage } from './plan-summary.ts';
import { pairWords } from './request-words.ts';
import { actions, clamp, context, type Message, message, section } from './text.ts';

const mostNamed = 20;
const staysSchema = z.array(z.object({ instanceId: z.string(), group: z.string(), entry: z.string() }));

/** What deleting a pool takes away and what is in the way. Undefined before there is a plan, or for others. */
export function deleteSummary({ steps }: Operation): Passage | undefined {
  const parsed = deletePlanSchema.safeParse(steps.find(({ name }) => name === 'plan')?.record.facts?.plan);
  if (!parsed.success) return undefined;
  const lines = planLines(parsed.data);
  return { lines, blocks: [section(lines.join('\n'))] };
}

function planLines(plan: DeletePlan): string[] {
  const { poolName, clusterName, nodePoolId, nodes, vSwitches, configMapName, requestIds, strays } = plan;
  return [
    `*Plan* to delete ${codeSpan(poolName)} in cluster ${codeSpan(clusterName)}`,
    ...(requestIds.length > 0 ? [`• requests that are withdrawn: ${listed(requestIds)}`] : []),
    ...(strays.length > 0 ? [`• pods that only tolerate its nodes and are moved off: ${listed(strays)}`] : []),
    `• ${nodes.length} nodes, whose machines are released${nodePoolId === undefined ? '' : `, and node pool ${codeSpan(nodePoolId)}`}`,
    `• ${admitsWholeNodes(plan) ? '' : `ConfigMap ${codeSpan(configMapName)}, `}the record of the pool and its admission policy`,
    ...vSwitches
      .slice(0, mostNamed)
      .map((one) => `• vSwitch ${codeSpan(one.vSwitchId)} in ${codeSpan(one.zoneId)}: ${codeSpan(one.cidrBlock)}`),
    ...inTheWay(plan),
  ];
}

function inTheWay({ inTheWay: { grants, pods }, holders, poolName }: DeletePlan): string[] {
  const workloads = pods.workloads.map((one) => `${one.namespace}/${one.name} (${one.pods})`);
  const others = holders.map(({ instanceId, group, entry }) => `${entry} in group ${group} of ${instanceId}`);
  return [
    ...(grants.length > 0
      ? [
          `:no_entry: databases are open to it: ${listed(grants.map(({ instanceId }) => instanceId))}; ${codeSpan(`/egress-pool revoke ${poolName} --all`)} closes them`,
        ]
      : []),
    ...(workloads.length > 0 ? [`:no_entry: pods run on it: ${listed(workloads)}`] : []),
    ...(others.length > 0 ? [`:warning: whitelists that admit its addresses: ${listed(others)}`] : []),
  ];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => codeSpan(clamp(name, 120)));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

/** Why it is refused before anything is begun: the databases, with a button that closes them. */
export function poolInUse({ pool, grants }: PoolInUse): Message {
  const head = `Pool ${codeSpan(pool.name)} cannot be deleted while databases are open to it:`;
  const lines = grants
    .slice(0, mostNamed)
    .map((grant) => `• ${codeSpan(grant.id)} ${pairWords(grant)}: *${grant.state}*`);
  const more = grants.length - lines.length;
  const end = 'Nothing was changed. Closing takes a minute; then delete the pool.';
  const all = [head, ...lines, ...(more > 0 ? [`• and ${more} more`] : [])];
  return message(
    [...all, end],
    [section(all.join('\n')), actions('pool_in_use', [revokeTheseButton(pool)]), context(end)],
  );
}

/** For the owner of the pool and the operators: ends every grant of it. */
export function revokeTheseButton(pool: { id: string; name: string }): Button {
  const text = `New connections of pool ${clamp(pool.name, 60)} to every database will fail. Those that are open may survive.`;
  return button({
    ...{ actionId: actionIds.revokeAll, label: 'Revoke these', value: pool.id, style: 'danger' },
    confirm: { title: 'Revoke them?', text, yes: 'Close them', no: 'Back', isDangerous: true },
  });
}

/** What comes next where it stands still. */
export function deleteNextLine({ steps }: Operation): string {
  const hasBegun = steps.some(({ name, record }) => name === 'plan' && record.facts !== undefined);
  if (!hasBegun) return 'The pool stays in use. Retry checks again.';
  return 'Retry goes on from here. What is gone does not come back.';
}

/** How a deletion ended. */
export function deletedLines({ poolName, steps }: Operation): string[] {
  const seen = staysSchema.safeParse(steps.find(({ name }) => name === 'whitelists')?.record.facts?.stays);
  const entries = seen.success
    ? seen.data.map(({ instanceId, group, entry }) => `${entry} in ${group} of ${instanceId}`)
    : [];
  return [
    `Pool ${codeSpan(poolName)} is gone. Its name and its addresses are free.`,
    ...(entries.length > 0
      ? [
          `:warning: By an operator's word these entries stay: ${listed(entries)}. No other pool gets addresses that they admit.`,
        ]
      : []),
  ];
}
