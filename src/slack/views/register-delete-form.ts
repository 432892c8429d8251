import type { App, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { requestDeletePool } from '../../use-cases/request-delete-pool.ts';
import { answers, replyTo } from '../answers.ts';
import { deleteFormId } from '../blocks/action-ids.ts';
import { formElement } from '../blocks/create-form.ts';
import { poolInUse } from '../blocks/delete-words.ts';
import { oneLine } from '../blocks/escape.ts';
import { clamp } from '../blocks/text.ts';
import { textView } from '../blocks/text-view.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { timedAck } from '../timed-ack.ts';
import { senderOf, stranger, strangerReason, whoActs } from '../who-acts.ts';
import { withDeadline } from '../with-deadline.ts';

const metadataSchema = z.object({
  pool: z.string().max(100),
  poolId: z.string().max(100),
  channelId: z.string().regex(/^([CDG][A-Z0-9]{1,30})?$/),
});
const valuesSchema = z.object({ confirm: z.object({ [formElement]: z.object({ value: z.string().nullish() }) }) });

type SentForm = z.infer<typeof metadataSchema> & { confirm: string };

/** The form in which the name of a pool is typed to delete it. */
export function registerDeleteForm(app: App, deps: ListenerDeps): void {
  app.view<ViewSubmitAction>(
    { callback_id: deleteFormId, type: 'view_submission' },
    async ({ body, view, ack: send }) => {
      const ack = timedAck(deps.metrics, send);
      const person = senderOf(body);
      const actor = whoActs(person, deps.teamId);
      const ctx = { ...deps.context, actor: actor ?? stranger(person) };
      const refuse = (reason: string) =>
        recordRefusal(ctx, { what: 'action.refused', subject: deleteFormId, details: { reason } });
      if (actor?.kind !== 'slack-user') {
        await ack({ response_action: 'update', view: textView(answers.otherWorkspace()) });
        return refuse(strangerReason);
      }
      await deps.know(actor.userId);
      const form = readForm(view);
      if (!form) {
        await ack({ response_action: 'update', view: textView(answers.stale()) });
        return refuse('a form that is not as it was opened');
      }
      const operationId = operationIdFrom(view.id);
      const answer = await request(deps, { ctx, form, operationId, userId: actor.userId });
      if (answer?.kind === 'refused') {
        const words = answer.problems.map(({ message }) => oneLine(message)).join('; ');
        return ack({ response_action: 'errors', errors: { confirm: clamp(words, 500) } });
      }
      const message = messageFor(answer, { operationId, channelId: form.channelId });
      await ack({ response_action: 'update', view: textView(message) });
      if (answer?.kind === 'not-allowed') await refuse(answer.text);
    },
  );
}

type Answer = Exclude<Awaited<ReturnType<typeof request>>, { kind: 'refused' }>;

function messageFor(answer: Answer, { operationId, channelId }: { operationId: string; channelId: string }) {
  if (!answer) return answers.outcomeUnknown(operationId);
  if (answer.kind === 'in-use') return poolInUse(answer);
  return replyTo(answer, { doing: 'Deleting pool', channelId, command: 'delete' }).message ?? answers.stale();
}

/** Undefined: it is not known whether it was taken. The same form twice is one request. */
async function request(
  deps: ListenerDeps,
  given: { ctx: UseCaseContext; form: SentForm; operationId: string; userId: string },
) {
  const { ctx, form, operationId, userId } = given;
  const { pool, poolId, confirm, channelId } = form;
  const raw = { pool, poolId, confirm, dryRun: false };
  const announcement = { channelId, userId };
  try {
    return await withDeadline(() => requestDeletePool(ctx, { operationId, raw, announcement }));
  } catch (err) {
    deps.log.error({ requestId: operationId, err }, 'a form could not be carried out');
    return undefined;
  }
}

function readForm(view: { private_metadata: string; state: { values: unknown } }): SentForm | undefined {
  const values = valuesSchema.safeParse(view.state.values);
  let metadata: unknown;
  try {
    metadata = JSON.parse(view.private_metadata);
  } catch {
    return undefined;
  }
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success || !values.success) return undefined;
  return { ...parsed.data, confirm: values.data.confirm[formElement]?.value?.trim() ?? '' };
}
