import type { Actor } from '../../domain/actor.ts';
import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { requestCreatePool } from '../../use-cases/request-create-pool.ts';
import { answers, notAllowed } from '../answers.ts';
import { askedWords } from '../blocks/asked-words.ts';
import type { Message } from '../blocks/text.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { withDeadline } from '../with-deadline.ts';
import { fieldErrors } from './field-errors.ts';
import type { SentForm } from './read-create-form.ts';

export type FormAnswer =
  | { kind: 'errors'; errors: Record<string, string> }
  /** The form turns into this text. */
  | { kind: 'text'; message: Message; reply: Reply; ctx: UseCaseContext }
  | { kind: 'closed'; message: Message; ctx: UseCaseContext };

/**
 * Sends a filled-in form to the use case. The operation's id comes from the form, so sending it again after a lost
 * answer is the same request. Never throws.
 */
export async function submitCreateForm(
  deps: ListenerDeps,
  form: SentForm & { viewId: string; actor: Extract<Actor, { kind: 'slack-user' }> },
): Promise<FormAnswer> {
  const { actor, raw, viewId } = form;
  const ctx: UseCaseContext = { ...deps.context, actor };
  const operationId = operationIdFrom(viewId);
  // Without a channel the sender opens a direct message.
  const announcement = { channelId: form.channelId ?? '', userId: actor.userId };
  try {
    const answer = await withDeadline(() => requestCreatePool(ctx, { operationId, raw, announcement }));
    switch (answer.kind) {
      case 'accepted': {
        const doing = raw.dryRun ? 'Planning pool' : 'Creating pool';
        return { kind: 'closed', ctx, message: answers.accepted({ ...answer, doing }) };
      }
      case 'asked':
        return {
          kind: 'closed',
          ctx,
          message: answers.poolAsked({ ...answer, asked: askedWords(answer.askedGroups) }),
        };
      case 'refused':
        return { kind: 'errors', errors: fieldErrors(answer.problems) };
      case 'not-allowed': {
        const reply = notAllowed({ what: 'command.refused', subject: 'create', reason: answer.text });
        return { kind: 'text', ctx, reply, message: reply.message ?? answers.stale() };
      }
    }
  } catch (err) {
    deps.log.error({ requestId: operationId, err }, 'a form could not be carried out');
    return { kind: 'text', ctx, reply: {}, message: answers.outcomeUnknown(operationId) };
  }
}
