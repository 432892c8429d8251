import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import type { Operation } from '../../domain/operation.ts';
import { actionIds } from './action-ids.ts';
import { actions, plain } from './text.ts';

/** What can be asked of an operation in its state. Rights are checked at the click, not here. */
export function operationButtons(operation: Operation): ActionsBlock | undefined {
  const buttons = buttonsFor(operation);
  return buttons.length === 0 ? undefined : actions('operation', buttons);
}

function buttonsFor(operation: Operation): Button[] {
  const { id, kind, state, cancelledBy, direction } = operation;
  const cancel = button({ id, actionId: actionIds.cancel, label: 'Cancel', confirm: cancelDialog(operation) });
  const retry = button({ id, actionId: actionIds.retry, label: 'Retry', style: 'primary' });
  const rollback = button({
    id,
    actionId: actionIds.rollback,
    label: 'Roll back',
    style: 'danger',
    confirm: rollbackDialog(operation),
  });
  const goOn = wasRefused(operation)
    ? [button({ id, actionId: actionIds.goOn, label: 'Go on without them', confirm: goOnDialog(operation) })]
    : [];
  switch (state) {
    case 'running':
      return cancelledBy ? [] : [cancel];
    case 'waiting':
    case 'failed':
    case 'cancelled':
      return canGoBack(kind) && direction === 'forward' ? [...goOn, retry, rollback] : [retry];
    case 'done':
      if (kind !== 'create-pool') return [];
      return [
        button({ id, actionId: actionIds.showUse, label: 'Show YAML' }),
        button({ id, actionId: actionIds.allow, label: 'Let it into a database' }),
      ];
    case 'rolling-back':
    case 'rolled-back':
      return [];
  }
}

function canGoBack(kind: Operation['kind']): boolean {
  return kind === 'create-pool' || kind === 'resize-pool';
}

/** Some databases did not admit what the pool gets, and a person may leave them out. */
function wasRefused({ kind, state, error }: Operation): boolean {
  return (
    kind === 'resize-pool' && state === 'waiting' && error?.code === 'CONSENT_REFUSED' && error.step === 'consents'
  );
}

interface ButtonParts {
  id: string;
  actionId: string;
  label: string;
  style?: 'primary' | 'danger';
  confirm?: ConfirmationDialog;
}

function button({ id, actionId, label, style, confirm }: ButtonParts): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(label, 75),
    value: id.slice(0, 200),
    ...(style ? { style } : {}),
    ...(confirm ? { confirm } : {}),
  };
}

function rollbackDialog({ poolName }: Operation): ConfirmationDialog {
  return {
    title: plain('Roll back?', 100),
    text: plain(`Everything that was made for pool ${poolName} is removed again, in reverse order.`, 300),
    confirm: plain('Roll back', 30),
    deny: plain('Keep it', 30),
    style: 'danger',
  };
}

function goOnDialog({ poolName }: Operation): ConfirmationDialog {
  const text = `Pool ${poolName} grows, and pods with new addresses cannot reach the databases that refused. They stay open to the others.`;
  return {
    title: plain('Go on without them?', 100),
    text: plain(text, 300),
    confirm: plain('Go on', 30),
    deny: plain('Not now', 30),
    style: 'danger',
  };
}

function cancelDialog({ poolName }: Operation): ConfirmationDialog {
  return {
    title: plain('Cancel?', 100),
    text: plain(`Work on pool ${poolName} stops before the next step. Nothing is undone; Retry goes on.`, 300),
    confirm: plain('Stop it', 30),
    deny: plain('Let it run', 30),
  };
}
