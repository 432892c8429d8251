import type { App, BlockAction } from '@slack/bolt';
import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { readRequest, requestIdPattern } from '../../use-cases/read-access.ts';
import { recordClick } from '../../use-cases/record-click.ts';
import { withdrawRequest } from '../../use-cases/withdraw-request.ts';
import { afterAck } from '../after-ack.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { denyForm } from '../blocks/deny-form.ts';
import { codeSpan } from '../blocks/escape.ts';
import { requestDetails } from '../blocks/request-details.ts';
import { type Message, paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { readRound, roundPattern } from '../request-id.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';

type Act = (ctx: UseCaseContext, value: string, triggerId: string) => Promise<Reply>;

/** Approve, Deny and Details on a card; Withdraw on the announcement. */
export function registerRequestButtons(app: App, deps: ListenerDeps): void {
  const buttons: [actionId: string, values: RegExp, act: Act][] = [
    [actionIds.approve, roundPattern, approve],
    [actionIds.deny, roundPattern, async (_, value) => ({ follow: { kind: 'open-view', view: denyForm(value) } })],
    [actionIds.details, roundPattern, details],
    [actionIds.withdraw, requestIdPattern, withdraw],
  ];
  for (const [actionId, values, act] of buttons) {
    app.action<BlockAction>(actionId, async ({ body, action, ack, respond }) => {
      const startedMs = performance.now();
      const click = readClick(body, action, values);
      const { ctx, message, follow } = await answerClick(deps, click, (acting, value) =>
        act(acting, value, body.trigger_id),
      );
      await ack();
      deps.metrics.acked((performance.now() - startedMs) / 1000);
      const tell = (told: Message) => respond(ephemeral(told));
      if (message) await tell(message);
      await afterAck(deps, { ctx, follow, channelId: click.channelId, triggerId: body.trigger_id, tell });
    });
  }
}

/** Committed before Slack has its answer; who may is decided afterwards, from groups read at that moment. */
async function approve(ctx: UseCaseContext, value: string, triggerId: string): Promise<Reply> {
  const round = readRound(value);
  if (!round) return staleReply();
  const clickId = operationIdFrom(triggerId).replace(/^op-/, '');
  const answer = await recordClick(ctx, { ...round, clickId, verdict: 'approve' });
  if (answer.kind !== 'taken') return refusedRead(answer, round.requestId);
  return {
    message: paragraph(
      `:inbox_tray: Your approval of ${codeSpan(round.requestId)} was taken; the card shows whether it counts.`,
    ),
  };
}

async function details(ctx: UseCaseContext, value: string): Promise<Reply> {
  const request = await readRequest(ctx.store, readRound(value)?.requestId ?? '');
  return request ? { message: requestDetails(request) } : staleReply();
}

async function withdraw(ctx: UseCaseContext, requestId: string): Promise<Reply> {
  const answer = await withdrawRequest(ctx, { requestId });
  if (answer.kind === 'refused' || answer.kind === 'not-allowed') return refusedRead(answer, requestId);
  return {
    message: paragraph(
      `:leftwards_arrow_with_hook: ${codeSpan(requestId)} is withdrawn; nobody can approve it any more.`,
    ),
  };
}
