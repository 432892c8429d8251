import type { App } from '@slack/bolt';
import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import type { RequestAnswer } from '../../use-cases/request-answer.ts';
import { requestResizePool } from '../../use-cases/request-resize-pool.ts';
import { answers } from '../answers.ts';
import { resizeFormId } from '../blocks/action-ids.ts';
import { oneLine } from '../blocks/escape.ts';
import { clamp } from '../blocks/text.ts';
import { resizeReply } from '../commands/resize.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { withDeadline } from '../with-deadline.ts';
import { onForm } from './on-form.ts';
import { readResizeForm, type SentResizeForm } from './read-resize-form.ts';

/** The form behind Resize on an alert: the plan, or the resize itself, in the name of who sends it. */
export function registerResizeForm(app: App, deps: ListenerDeps): void {
  onForm(app, deps, resizeFormId, async ({ ctx, actor: { userId }, view, errors, show, stale, refuse }) => {
    await deps.know(userId);
    const form = readResizeForm(view);
    if (!form) return stale();
    const operationId = operationIdFrom(view.id);
    const answer = await request(deps, { ctx, form, operationId, userId });
    if (answer?.kind === 'refused') return errors({ pods: problemWords(answer.problems) });
    const message = answer ? resizeReply(answer, form).message : answers.outcomeUnknown(operationId);
    await show(message ?? answers.stale());
    if (answer?.kind === 'not-allowed') await refuse(answer.text);
  });
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
