import type { Button, SectionBlock } from '@slack/types';
import type { Grant } from '../../domain/grants/grant.ts';
import { actionIds } from './action-ids.ts';
import { button, type Question } from './button.ts';
import { clamp, section } from './text.ts';

/** Something that ends by itself and may last longer; a break-glass may not. */
export function extendButtons({ id, endMs, breakGlass }: Pick<Grant, 'id' | 'endMs' | 'breakGlass'>): Button[] {
  return endMs === undefined || breakGlass ? [] : [button({ actionId: actionIds.extend, label: 'Extend', value: id })];
}

/** For those who asked for it: they need it no more. */
export function endEarlyButton(grant: Named): Button {
  return button({
    actionId: actionIds.endEarly,
    label: 'End early',
    value: grant.id,
    confirm: closing(grant, 'End it now?'),
  });
}

/** For the owner of the pool and for those who approve. */
export function revokeButton(grant: Named): Button {
  return button({
    actionId: actionIds.revoke,
    label: 'Revoke',
    value: grant.id,
    style: 'danger',
    confirm: closing(grant, 'Revoke it?'),
  });
}

/** For those who approve: a standing grant is still needed. */
export function keepButton({ id }: Pick<Grant, 'id'>): Button {
  return button({ actionId: actionIds.keep, label: 'Still needed', value: id, style: 'primary' });
}

/** A line about a grant with the way to end it, for those who asked for it. */
export function grantSection(line: string, grant: Grant, userId: string | undefined): SectionBlock {
  const isTheirs = userId !== undefined && grant.requesters.includes(userId);
  const isOpen = grant.state === 'applying' || grant.state === 'active';
  return isTheirs && isOpen ? { ...section(line), accessory: endEarlyButton(grant) } : section(line);
}

type Named = Pick<Grant, 'id' | 'poolName' | 'instanceName'>;

function closing({ poolName, instanceName }: Named, title: string): Question {
  const text = `New connections from pool ${clamp(poolName, 60)} to ${clamp(instanceName, 80)} will fail. Those that are open may survive.`;
  return { title, text, yes: 'Close it', no: 'Back' };
}
