import type { Actor } from '../../domain/actor.ts';
import type { OperationKind, OperationState } from '../../domain/operation.ts';
import { escapeText } from './escape.ts';

const doing: Record<OperationKind, string> = {
  'create-pool': 'Create pool',
  'plan-pool': 'Dry run for pool',
  'verify-pool': 'Verify pool',
  'prove-workload': 'Prove a workload of pool',
  'change-namespaces': 'Change namespaces of pool',
  'resize-pool': 'Resize pool',
  'plan-resize': 'Dry run for the resize of pool',
  'delete-pool': 'Delete pool',
  'plan-delete': 'Dry run for deleting pool',
  'adopt-nodes': 'Adopt nodes into pool',
  'plan-adopt': 'Dry run for adopting nodes into pool',
  'plan-grant': 'Plan database access of pool',
  'apply-grant': 'Open a database for pool',
  'end-grant': 'Close a database for pool',
  'clean-whitelist': 'Take left-over entries out of a whitelist of pool',
  'repair-pool': 'Repair pool',
  'record-pool': 'Write down in its cluster what was changed of pool',
};
const states: Record<OperationState, string> = {
  running: 'running',
  waiting: 'waits for a person',
  'rolling-back': 'rolling back',
  done: 'done',
  failed: 'failed',
  'rolled-back': 'rolled back',
  cancelled: 'cancelled',
};
const icons: Record<OperationState, string> = {
  running: ':hourglass_flowing_sand:',
  waiting: ':raised_hand:',
  'rolling-back': ':rewind:',
  done: ':white_check_mark:',
  failed: ':x:',
  'rolled-back': ':leftwards_arrow_with_hook:',
  cancelled: ':no_entry_sign:',
};

export const kindWords = (kind: OperationKind): string => doing[kind];
export const stateWords = (state: OperationState): string => states[state];
export const stateIcon = (state: OperationState): string => icons[state];

/** A person as a mention, others by name. */
export function actorWords(actor: Actor): string {
  switch (actor.kind) {
    case 'slack-user':
      return /^[UW][A-Z0-9]{1,20}$/.test(actor.userId) ? `<@${actor.userId}>` : escapeText(actor.userId);
    case 'system':
      return escapeText(`egress-pool (${actor.name})`);
    case 'operator':
      return escapeText(`operator ${actor.name}`);
  }
}
