import type { RawCreateRequest } from '../../domain/create-request.ts';
import { requestCreatePool } from '../../use-cases/request-create-pool.ts';
import { refusalUnless } from '../../use-cases/rights.ts';
import { answers, notAllowed, replyTo } from '../answers.ts';
import { askedWords } from '../blocks/asked-words.ts';
import type { Reply } from '../listener-deps.ts';
import type { CommandRequest } from './run-command.ts';

/** Starts at once when a name is given; else the form opens after the answer. */
export async function create(request: CommandRequest, raw: RawCreateRequest): Promise<Reply> {
  const { ctx, operationId, channelId, userId } = request;
  if (raw.name === undefined) {
    // Nobody should fill in a form that is refused in the end; sending it is checked again.
    const refusal = refusalUnless(ctx, { ids: ctx.settings.requesters, what: 'create pools' });
    if (refusal?.kind === 'not-allowed') {
      return notAllowed({ what: 'command.refused', subject: 'create', reason: refusal.text });
    }
    return { follow: { kind: 'open-form' } };
  }
  const answer = await requestCreatePool(ctx, { operationId, raw, announcement: { channelId, userId } });
  if (answer.kind === 'asked') {
    const message = answers.poolAsked({ ...answer, asked: askedWords(answer.askedGroups) });
    return { message, follow: { kind: 'accepted', channelId } };
  }
  const doing = raw.dryRun ? 'Planning pool' : 'Creating pool';
  return replyTo(answer, { doing, channelId, command: 'create' });
}
