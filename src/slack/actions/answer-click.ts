import { operationIdPattern } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { answers, staleReply } from '../answers.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { stranger, strangerReason, whoActs } from '../who-acts.ts';
import { withDeadline } from '../with-deadline.ts';
import type { Click } from './click.ts';

export interface ClickAnswer extends Reply {
  ctx: UseCaseContext;
}

/** Runs what a button stands for, in the name of the person who clicked. Never throws. */
export async function answerClick(
  deps: ListenerDeps,
  click: Click,
  act: (ctx: UseCaseContext, carried: string) => Promise<Reply>,
): Promise<ClickAnswer> {
  const { carried } = click;
  const actor = whoActs(click, deps.teamId);
  if (!actor) {
    const follow = { kind: 'refusal', what: 'action.refused', subject: carried ?? 'unknown' } as const;
    return {
      ctx: { ...deps.context, actor: stranger(click) },
      message: answers.otherWorkspace(),
      follow: { ...follow, reason: strangerReason },
    };
  }
  const ctx = { ...deps.context, actor };
  if (carried === undefined) return { ctx, ...asClick(staleReply(), 'unknown') };
  try {
    await deps.know(click.userId);
    const reply = await withDeadline(() => act(ctx, carried));
    return { ctx, ...asClick(reply, carried) };
  } catch (err) {
    deps.log.error({ subject: carried, err }, 'a click could not be carried out');
    const isOperation = operationIdPattern.test(carried);
    return { ctx, message: isOperation ? answers.outcomeUnknown(carried) : answers.clickUnknown() };
  }
}

/** Whatever was refused goes into the audit log, since a person does not mistype a button. */
function asClick(reply: Reply, subject: string): Reply {
  const { follow, problem } = reply;
  if (follow?.kind === 'refusal') return { ...reply, follow: { ...follow, what: 'action.refused' } };
  if (follow !== undefined || problem === undefined) return reply;
  return { ...reply, follow: { kind: 'refusal', what: 'action.refused', subject, reason: problem } };
}
