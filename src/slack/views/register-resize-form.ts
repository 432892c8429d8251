import type { App, ViewSubmitAction } from '@slack/bolt';
import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import type { RequestAnswer } from '../../use-cases/request-answer.ts';
import { requestResizePool } from '../../use-cases/request-resize-pool.ts';
import { answers } from '../answers.ts';
import { resizeFormId } from '../blocks/action-ids.ts';
import { oneLine } from '../blocks/escape.ts';
import { clamp } from '../blocks/text.ts';
import { textView } from '../blocks/text-view.ts';
import { resizeReply } from '../commands/resize.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { timedAck } from '../timed-ack.ts';
import { senderOf, stranger, strangerReason, whoActs } from '../who-acts.ts';
import { withDeadline } from '../with-deadline.ts';
import { readResizeForm, type SentResizeForm } from './read-resize-form.ts';

/** The form behind Resize on an alert: the plan, or the resize itself, in the name of who sends it. */
export function registerResizeForm(app: App, deps: ListenerDeps): void {
  app.view<ViewSubmitAction>(
    { callback_id: resizeFormId, type: 'view_submission' },
    async ({ body, view, ack: send }) => {
      const ack = timedAck(deps.metrics, send);
      const person = senderOf(body);
      const actor = whoActs(person, deps.teamId);
      const ctx = { ...deps.context, actor: actor ?? stranger(person) };
      const refuse = (reason: string) =>
        recordRefusal(ctx, { what: 'action.refused', subject: resizeFormId, details: { reason } });
      if (actor?.kind !== 'slack-user') {
        await ack({ response_action: 'update', view: textView(answers.otherWorkspace()) });
        return refuse(strangerReason);
      }
      await deps.know(actor.userId);
      const form = readResizeForm(view);
      if (!form) {
        await ack({ response_action: 'update', view: textView(answers.stale()) });
        return refuse('a form that is not as it was opened');
      }
      const operationId = operationIdFrom(view.id);
      const answer = await request(deps, { ctx, form, operationId, userId: actor.userId });
      if (answer?.kind === 'refused') {
        return ack({ response_action: 'errors', errors: { pods: problemWords(answer.problems) } });
      }
      const message = answer ? resizeReply(answer, form).message : answers.outcomeUnknown(operationId);
      await ack({ response_action: 'update', view: textView(message ?? answers.stale()) });
      if (answer?.kind === 'not-allowed') await refuse(answer.text);
    },
  );
}

/** Undefined: it is not known whether it was taken. The same form twice is one request. */
async function request(
  deps: ListenerDeps,
  given: { ctx: UseCaseContext; form: SentResizeForm; operationId: string; userId: string },
): Promise<RequestAnswer | undefined> {
  const { ctx, form, operationId, userId } = given;
  const { pool, pods, dryRun, channelId } = form;
  const raw = { pool, pods, nodes: undefined, dryRun };
  const announcement = { channelId, userId };
  try {
    return await withDeadline(() => requestResizePool(ctx, { operationId, raw, announcement }));
  } catch (err) {
    deps.log.error({ requestId: operationId, err }, 'a form could not be carried out');
    return undefined;
  }
}

function problemWords(problems: readonly { message: string }[]): string {
  return clamp(problems.map(({ message }) => oneLine(message)).join('; '), 500);
}
