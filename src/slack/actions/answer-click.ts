import { operationIdFrom } from '../../domain/names.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { answers } from '../answers.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { whoActs } from '../who-acts.ts';
import { withDeadline } from '../with-deadline.ts';
import type { Click } from './click.ts';

const deadlineMs = 2_400;

export interface ClickAnswer extends Reply {
  /** Undefined: nobody of ours. */
  ctx: UseCaseContext | undefined;
}

/** Runs what a button stands for, in the name of the person who clicked. Never throws. */
export async function answerClick(
  deps: ListenerDeps,
  click: Click,
  act: (ctx: UseCaseContext, operationId: string) => Promise<Reply>,
): Promise<ClickAnswer> {
  const actor = whoActs({ userId: click.userId, teamId: click.teamId }, deps.teamId);
  if (!actor) return { ctx: undefined, message: answers.otherWorkspace() };
  const ctx = { ...deps.context, actor };
  const { operationId } = click;
  if (operationId === undefined) return { ctx, message: answers.stale() };
  try {
    const reply = await withDeadline(deadlineMs, () => act(ctx, operationId));
    const { follow } = reply;
    return { ctx, ...reply, ...(follow?.kind === 'refusal' ? { follow: { ...follow, what: 'action.refused' } } : {}) };
  } catch (err) {
    deps.log.error({ requestId: operationIdFrom(operationId), operationId, err }, 'a click could not be carried out');
    return { ctx, message: answers.outcomeUnknown(operationId) };
  }
}
