import type { App } from '@slack/bolt';
import { z } from 'zod';
import { operationIdFrom } from '../../domain/names.ts';
import { recordClick } from '../../use-cases/record-click.ts';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { answers, staleReply } from '../answers.ts';
import { denyFormId } from '../blocks/action-ids.ts';
import { formElement } from '../blocks/create-form.ts';
import { codeSpan } from '../blocks/escape.ts';
import { paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { readRound } from '../request-id.ts';
import { withDeadline } from '../with-deadline.ts';
import { onForm } from './on-form.ts';

const valuesSchema = z.object({ reason: z.object({ [formElement]: z.object({ value: z.string().nullish() }) }) });

/** The form behind Deny: the reason, recorded as a click of the round that the button stood for. */
export function registerDenyForm(app: App, deps: ListenerDeps): void {
  onForm(app, deps, denyFormId, async ({ ctx, view, errors, show }) => {
    const round = readRound(view.private_metadata);
    const values = valuesSchema.safeParse(view.state.values);
    const reason = values.success ? (values.data.reason[formElement]?.value?.trim() ?? '') : '';
    if (round && reason === '') return errors({ reason: 'Say why, in a sentence.' });
    const reply = round
      ? await deny(deps, ctx, { ...round, reason: reason.slice(0, 600), viewId: view.id })
      : staleReply();
    await show(reply.message ?? answers.stale());
    const why = reply.follow?.kind === 'refusal' ? reply.follow.reason : reply.problem;
    if (why === undefined) return;
    const subject = round?.requestId ?? denyFormId;
    await recordRefusal(ctx, { what: 'action.refused', subject, details: { reason: why } });
  });
}

async function deny(
  deps: ListenerDeps,
  ctx: Parameters<typeof recordClick>[0],
  given: { requestId: string; round: number; reason: string; viewId: string },
): Promise<Reply> {
  const { requestId, round, reason, viewId } = given;
  const clickId = operationIdFrom(viewId).replace(/^op-/, '');
  try {
    const click = { requestId, round, clickId, verdict: 'deny', reason } as const;
    const answer = await withDeadline(() => recordClick(ctx, click));
    if (answer.kind !== 'taken') return refusedRead(answer, requestId);
    return { message: paragraph(`Your denial of ${codeSpan(requestId)} was taken; the card shows whether it counts.`) };
  } catch (err) {
    deps.log.error({ requestId, err }, 'a denial could not be recorded');
    return { message: answers.clickUnknown() };
  }
}
