import type { ActionsBlock, Button } from '@slack/types';
import { type Operation, wasRefused } from '../../domain/operation.ts';
import { changesNothing, type ResizePlan } from '../../domain/resize-plan.ts';
import { actionIds } from './action-ids.ts';
import { button, type Question } from './button.ts';
import { deleteButtons } from './delete-buttons.ts';
import { resizePlanIn } from './resize-words.ts';
import { actions } from './text.ts';

/** What can be asked of an operation in its state. Rights are checked at the click, not here. */
export function operationButtons(operation: Operation): ActionsBlock | undefined {
  const buttons = buttonsFor(operation);
  return buttons.length === 0 ? undefined : actions('operation', buttons);
}

function buttonsFor(operation: Operation): Button[] {
  const { id: value, kind, state, cancelledBy, direction } = operation;
  const cancel = button({ value, actionId: actionIds.cancel, label: 'Cancel', confirm: cancelling(operation) });
  const retry = button({ value, actionId: actionIds.retry, label: 'Retry', style: 'primary' });
  const rollback = button({
    value,
    actionId: actionIds.rollback,
    label: 'Roll back',
    style: 'danger',
    confirm: rollingBack(operation),
  });
  const goOn =
    wasRefused(operation) && state === 'waiting'
      ? [button({ value, actionId: actionIds.goOn, label: 'Go on without them', confirm: goingOn(operation) })]
      : [];
  switch (state) {
    case 'running':
      return cancelledBy ? [] : [cancel];
    case 'waiting':
    case 'failed':
    case 'cancelled':
      return canGoBack(kind) && direction === 'forward'
        ? [...goOn, retry, rollback]
        : [...deleteButtons(operation), retry];
    case 'done':
      return doneButtons(operation);
    case 'rolling-back':
    case 'rolled-back':
      return [];
  }
}

function doneButtons(operation: Operation): Button[] {
  const { id: value, kind } = operation;
  if (kind === 'create-pool') {
    return [
      button({ value, actionId: actionIds.showUse, label: 'Show YAML' }),
      button({ value, actionId: actionIds.allow, label: 'Let it into a database' }),
    ];
  }
  const plan = kind === 'plan-resize' ? resizePlanIn(operation) : undefined;
  if (!plan || changesNothing(plan)) return [];
  const { confirmResize: actionId } = actionIds;
  return [button({ value, actionId, label: 'Resize as planned', style: 'primary', confirm: confirming(plan) })];
}

function canGoBack(kind: Operation['kind']): boolean {
  return ['create-pool', 'resize-pool', 'change-namespaces', 'adopt-nodes'].includes(kind);
}

function confirming({ poolName, expectedPods: { from, to } }: ResizePlan): Question {
  const text = `Pool ${poolName} is resized from ${from} to ${to} pods exactly as planned here. If anything has changed since, nothing is done.`;
  return { title: 'Resize?', text, yes: 'Resize', no: 'Not now' };
}

function rollingBack({ kind, poolName }: Operation): Question {
  const texts: Partial<Record<Operation['kind'], string>> = {
    'change-namespaces': `Nobody is asked any more, pool ${poolName} keeps the namespaces it has, and it may be changed by others.`,
    'adopt-nodes': `No further node comes into pool ${poolName}, and it may be changed by others. Nodes that came over stay; one that was taken out of its node pool is left out, and its machine goes on running.`,
  };
  const text = texts[kind] ?? `Everything that was made for pool ${poolName} is removed again, in reverse order.`;
  return { title: 'Roll back?', text, yes: 'Roll back', no: 'Keep it', isDangerous: true };
}

function goingOn({ poolName }: Operation): Question {
  const text = `Pool ${poolName} grows, and pods with new addresses cannot reach the databases that refused. They stay open to the others.`;
  return { title: 'Go on without them?', text, yes: 'Go on', no: 'Not now', isDangerous: true };
}

function cancelling({ poolName }: Operation): Question {
  const text = `Work on pool ${poolName} stops before the next step. Nothing is undone; Retry goes on.`;
  return { title: 'Cancel?', text, yes: 'Stop it', no: 'Let it run' };
}
