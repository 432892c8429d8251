import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { isOver } from '../../domain/grants/grant-end.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { closingCommit } from '../close-request.ts';
import { isOpen } from '../read-access.ts';
import { botActor, type TenderDeps, type Turn } from './turn.ts';

/** Closes what nobody decided in time, and what was approved and not applied before its end. */
export async function expire(deps: TenderDeps, request: AccessRequest): Promise<Turn | undefined> {
  const atMs = deps.clock.now();
  const text = isOpen(request) ? whyExpired(request, atMs) : undefined;
  if (text === undefined) return undefined;
  const closing = await closingCommit(deps.store, request, {
    ...{ state: 'expired', by: 'policy', actor: botActor, text, atMs },
  });
  // A worker is writing: it ends the grant itself.
  if (!closing) return undefined;
  return { kind: 'change', send: () => deps.store.commit(closing), notes: [] };
}

function whyExpired(request: AccessRequest, nowMs: number): string | undefined {
  if (requestStateAt(request, nowMs) === 'expired') return 'Not enough people decided in time.';
  if (request.state === 'approved' && isOver(request.approved?.endMs, nowMs)) {
    return 'It was approved, and its end came before it could be applied.';
  }
  return undefined;
}
