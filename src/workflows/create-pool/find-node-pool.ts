import type { AckApi, NodePool } from '../../cloud/cloud.ts';
import { NeedsHumanError } from '../../domain/errors.ts';
import { isOurs } from '../../domain/markers.ts';
import type { StepContext } from '../runner/workflow.ts';
import { markerOf, planOf } from './target.ts';

/** How long an unanswered create may take to show up in the list and among the cluster's tasks (domain time). */
export const settleMs = 60_000;

/** Our node pool, by noted id or by name and marker. Two with our marker, or one with our name only, are for a person. */
export async function findNodePool(ack: AckApi, context: StepContext): Promise<NodePool | undefined> {
  const plan = planOf(context);
  const known = context.notes.nodePoolId;
  const all = await ack.listNodePools(plan.clusterId, typeof known === 'string' ? 'shared' : 'fresh');
  if (typeof known === 'string') return all.find(({ nodePoolId }) => nodePoolId === known);
  const ours = all.filter(({ tags, labels }) => isOurs(tags, markerOf(plan)) || isOurs(labels, markerOf(plan)));
  if (ours.length > 1) throw ambiguous(ours);
  const namesake = all.find(({ name }) => name === plan.nodePoolName);
  if (ours.length === 0 && namesake) throw notOurs(namesake);
  return ours[0];
}

function ambiguous(found: NodePool[]): NeedsHumanError {
  return new NeedsHumanError({
    code: 'AMBIGUOUS',
    publicText: `Two node pools carry this pool's marker: ${found.map(({ nodePoolId }) => nodePoolId).join(', ')}. Neither was touched. Delete the one that is not used, then retry.`,
  });
}

function notOurs(found: NodePool): NeedsHumanError {
  return new NeedsHumanError({
    code: 'NOT_OURS',
    publicText: `A node pool named ${found.name} (${found.nodePoolId}) exists and carries no marker of this pool, so it was not touched. Rename or delete it, or roll back and choose another name.`,
  });
}
