import type { Button, SectionBlock } from '@slack/types';
import type { Grant } from '../../domain/grants/grant.ts';
import { actionIds } from './action-ids.ts';
import { clamp, plain, section } from './text.ts';

/** Something that ends by itself and may last longer; a break-glass may not. */
export function extendButtons({ id, endMs, breakGlass }: Pick<Grant, 'id' | 'endMs' | 'breakGlass'>): Button[] {
  return endMs === undefined || breakGlass ? [] : [button(actionIds.extend, 'Extend', id)];
}

/** For those who asked for it: they need it no more. */
export function endEarlyButton(grant: Named): Button {
  return { ...button(actionIds.endEarly, 'End early', grant.id), confirm: closing(grant, 'End it now?') };
}

/** For the owner of the pool and for those who approve. */
export function revokeButton(grant: Named): Button {
  return { ...button(actionIds.revoke, 'Revoke', grant.id), style: 'danger', confirm: closing(grant, 'Revoke it?') };
}

/** For those who approve: a standing grant is still needed. */
export function keepButton({ id }: Pick<Grant, 'id'>): Button {
  return { ...button(actionIds.keep, 'Still needed', id), style: 'primary' };
}

/** A line about a grant with the way to end it, for those who asked for it. */
export function grantSection(line: string, grant: Grant, userId: string | undefined): SectionBlock {
  const isTheirs = userId !== undefined && grant.requesters.includes(userId);
  const isOpen = grant.state === 'applying' || grant.state === 'active';
  return isTheirs && isOpen ? { ...section(line), accessory: endEarlyButton(grant) } : section(line);
}

type Named = Pick<Grant, 'id' | 'poolName' | 'instanceName'>;

function button(actionId: string, label: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: plain(label, 75), value };
}

function closing({ poolName, instanceName }: Named, title: string): NonNullable<Button['confirm']> {
  const text = `New connections from pool ${clamp(poolName, 60)} to ${clamp(instanceName, 80)} will fail. Those that are open may survive.`;
  return { title: plain(title, 100), text: plain(text, 300), confirm: plain('Close it', 30), deny: plain('Back', 30) };
}
