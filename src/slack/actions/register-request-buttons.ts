import type { App } from '@slack/bolt';
import { readRequest, requestIdPattern } from '../../use-cases/read-access.ts';
import { recordClick } from '../../use-cases/record-click.ts';
import { withdrawRequest } from '../../use-cases/withdraw-request.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { denyForm } from '../blocks/deny-form.ts';
import { codeSpan } from '../blocks/escape.ts';
import { requestDetails } from '../blocks/request-details.ts';
import { paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { readRound, roundPattern } from '../request-id.ts';
import { onClick } from './on-click.ts';

/** Approve, Deny and Details on a card; Withdraw on the announcement. */
export function registerRequestButtons(app: App, deps: ListenerDeps): void {
  onClick(app, deps, { actionId: actionIds.approve, carries: roundPattern, act: approve });
  onClick(app, deps, { actionId: actionIds.deny, carries: roundPattern, act: deny });
  onClick(app, deps, { actionId: actionIds.details, carries: roundPattern, act: details });
  onClick(app, deps, { actionId: actionIds.withdraw, carries: requestIdPattern, act: withdraw });
}

/** Committed before Slack has its answer; who may is decided afterwards, from groups read at that moment. */
async function approve({ ctx, operationId }: CommandRequest, value: string): Promise<Reply> {
  const round = readRound(value);
  if (!round) return staleReply();
  const clickId = operationId.replace(/^op-/, '');
  const answer = await recordClick(ctx, { ...round, clickId, verdict: 'approve' });
  if (answer.kind !== 'taken') return refusedRead(answer, round.requestId);
  return {
    message: paragraph(
      `:inbox_tray: Your approval of ${codeSpan(round.requestId)} was taken; the card shows whether it counts.`,
    ),
  };
}

/** The reason is asked for in a form, which then decides. */
async function deny(_: CommandRequest, value: string): Promise<Reply> {
  return { follow: { kind: 'open-view', view: denyForm(value) } };
}

async function details({ ctx }: CommandRequest, value: string): Promise<Reply> {
  const request = await readRequest(ctx.store, readRound(value)?.requestId ?? '');
  return request ? { message: requestDetails(request) } : staleReply();
}

async function withdraw({ ctx }: CommandRequest, requestId: string): Promise<Reply> {
  const answer = await withdrawRequest(ctx, { requestId });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, requestId);
  return {
    message: paragraph(
      `:leftwards_arrow_with_hook: ${codeSpan(requestId)} is withdrawn; nobody can approve it any more.`,
    ),
  };
}
