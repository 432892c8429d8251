import type { App } from '@slack/bolt';
import { endGrantEarly } from '../../use-cases/end-grant-early.ts';
import { grantIdPattern } from '../../use-cases/read-access.ts';
import { reviewBreakGlass } from '../../use-cases/review-break-glass.ts';
import { reviewStandingGrant } from '../../use-cases/review-standing-grant.ts';
import { revokeGrant } from '../../use-cases/revoke-grant.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { codeSpan } from '../blocks/escape.ts';
import { paragraph } from '../blocks/text.ts';
import { extend } from '../commands/extend.ts';
import { refusedRead } from '../commands/refused-read.ts';
import { repair } from '../commands/repair.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** Extend, End early and Revoke where a grant is shown; Repair under an alarm; Sign and Reject under a break-glass; the review of a standing one. */
export function registerGrantButtons(app: App, deps: ListenerDeps): void {
  const buttons: [actionId: string, act: (request: CommandRequest, grantId: string) => Promise<Reply>][] = [
    [actionIds.extend, (request, grantId) => extend(request, { grantId, for: undefined })],
    [actionIds.endEarly, end(endGrantEarly)],
    [actionIds.revoke, end(revokeGrant)],
    [actionIds.keep, keep],
    [actionIds.repair, repair],
    [actionIds.sign, (request, grantId) => review(request, grantId, 'sign')],
    [actionIds.reject, (request, grantId) => review(request, grantId, 'reject')],
  ];
  for (const [actionId, act] of buttons) onClick(app, deps, { actionId, carries: grantIdPattern, act });
}

function end(useCase: typeof endGrantEarly) {
  return async ({ ctx, operationId }: CommandRequest, grantId: string): Promise<Reply> => {
    const answer = await useCase(ctx, { grantId, operationId });
    if (answer.kind !== 'accepted') return refusedRead(answer, grantId);
    const state = answer.repeated ? 'is being closed already' : 'is being closed';
    return { message: paragraph(`${codeSpan(grantId)} ${state}. Connections that are open may survive.`) };
  };
}

async function keep({ ctx }: CommandRequest, grantId: string): Promise<Reply> {
  const answer = await reviewStandingGrant(ctx, { grantId });
  if (answer.kind !== 'accepted') return refusedRead(answer, grantId);
  return { message: paragraph(`${codeSpan(grantId)} is reviewed and stays open.`) };
}

async function review(request: CommandRequest, grantId: string, verdict: 'sign' | 'reject'): Promise<Reply> {
  const { ctx, operationId } = request;
  const answer = await reviewBreakGlass(ctx, { grantId, verdict, operationId });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, grantId);
  return {
    message: paragraph(`:inbox_tray: Your word about ${codeSpan(grantId)} was taken; its message shows what it did.`),
  };
}
