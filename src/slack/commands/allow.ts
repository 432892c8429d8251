import { previewGrant } from '../../use-cases/preview-grant.ts';
import { requestGrant } from '../../use-cases/request-grant.ts';
import { refusalUnless } from '../../use-cases/rights.ts';
import { answers, notAllowed } from '../answers.ts';
import { allowForm } from '../blocks/allow-form.ts';
import { askedWords } from '../blocks/asked-words.ts';
import type { Reply } from '../listener-deps.ts';
import { requestIdOf } from '../request-id.ts';
import type { AllowRequest } from './command.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

/**
 * Asks for a database to let a pool in. Without a pool or an instance a form opens; breaking the glass always goes by
 * the form, whose second tick confirms it.
 */
export async function allow(request: CommandRequest, raw: AllowRequest): Promise<Reply> {
  const { ctx, channelId, userId } = request;
  if (raw.pool === undefined || raw.instance === undefined || raw.breakGlass) {
    // Nobody should fill in a form that is refused in the end; sending it is checked again.
    const refusal = refusalUnless(ctx, { ids: ctx.settings.requesters, what: 'ask for database access' });
    if (refusal?.kind === 'not-allowed') {
      return notAllowed({ what: 'command.refused', subject: 'allow', reason: refusal.text });
    }
    const preview = await previewGrant(ctx, rawOf(raw));
    return {
      follow: { kind: 'open-view', view: allowForm({ preview, raw, metadata: JSON.stringify({ channelId }) }) },
    };
  }
  const answer = await requestGrant(ctx, {
    requestId: requestIdOf(request.operationId),
    raw: rawOf(raw),
    announcement: { channelId, userId },
  });
  if (answer.kind !== 'accepted') return refusedRead(answer, 'allow');
  return {
    message: answers.requested({ ...answer, asked: askedWords(answer.askedGroups) }),
    follow: { kind: 'accepted', channelId },
  };
}

/** Only what was given: the use cases tell a missing field from an empty one. */
export function rawOf(raw: AllowRequest) {
  const { pool, instance, for: lasting, reason, breakGlass } = raw;
  return {
    ...(pool === undefined ? {} : { pool }),
    ...(instance === undefined ? {} : { instance }),
    ...(lasting === undefined ? {} : { for: lasting }),
    ...(reason === undefined ? {} : { reason }),
    breakGlass,
  };
}
