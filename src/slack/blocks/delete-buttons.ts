import type { Button } from '@slack/types';
import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';
import { inTheWaySchema } from '../../store/delete-plan-schema.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { revokeTheseButton } from './delete-words.ts';

const holders = z.array(z.object({ instanceId: z.string(), group: z.string(), entry: z.string() }));

/** What can be done about what is in the way of a deletion that stands still. */
export function deleteButtons(operation: Operation): Button[] {
  const { kind, error } = operation;
  if (kind !== 'delete-pool') return [];
  if (error?.code === 'POOL_IN_USE') return inUseButtons(operation);
  return error?.step === 'whitelists' ? confirmButton(operation) : [];
}

function inUseButtons({ id, poolId, poolName, error, steps }: Operation): Button[] {
  const seen = inTheWaySchema.safeParse(steps.find(({ name }) => name === 'plan')?.record.notes.inTheWay);
  const isOpen = error?.step === 'grants' || (seen.success && seen.data.grants.length > 0);
  const hasPods = error?.step === 'plan' && seen.success && seen.data.pods.workloads.length > 0;
  return [
    ...(isOpen ? [revokeTheseButton({ id: poolId, name: poolName })] : []),
    ...(hasPods ? [button({ actionId: actionIds.podsInTheWay, label: 'Show pods', value: id })] : []),
  ];
}

/** For operators: what others let in is theirs to know about. It carries a digest of what is shown. */
function confirmButton({ id, steps }: Operation): Button[] {
  const notes = steps.find(({ name }) => name === 'whitelists')?.record.notes;
  const asked = holders.safeParse(notes?.asked);
  const [first] = asked.success ? asked.data : [];
  if (!asked.success || !first || typeof notes?.digest !== 'string') return [];
  const rest = asked.data.length - 1;
  const names = asked.data.map(({ instanceId, group, entry }) => `${entry} in ${group} of ${instanceId}`);
  const label = rest === 0 ? `Leave ${first.group} of ${first.instanceId}` : `Leave these ${asked.data.length} entries`;
  return [
    button({
      actionId: actionIds.confirmEntries,
      label,
      value: `${id}.${notes.digest}`,
      style: 'danger',
      confirm: {
        title: 'Leave them as they are?',
        text: `Whoever gets these addresses next can reach these databases: ${names.join(', ')}.`,
        ...{ yes: 'They stay', no: 'Not now', isDangerous: true },
      },
    }),
  ];
}
