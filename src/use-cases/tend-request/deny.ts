import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { closingCommit, type RequestEnd } from '../close-request.ts';
import type { Answered } from './approve.ts';
import { botActor, type TenderDeps, type Turn } from './turn.ts';

/** Domain time until a request is looked at again while a worker writes for it. */
const writingMs = 5_000;

/** Closes a request because somebody, or the policy, said no. */
export function deny(
  deps: TenderDeps,
  request: AccessRequest,
  denial: Answered & { by: string; actor: string; text: string },
): Promise<Turn> {
  return close(deps, request, { ...denial, state: 'denied' });
}

/** Closes a request because what it asks for cannot be any more. */
export function supersede(
  deps: TenderDeps,
  request: AccessRequest,
  reason: Answered & { text: string },
): Promise<Turn> {
  return close(deps, request, { ...reason, state: 'superseded', by: 'policy', actor: botActor });
}

async function close(
  deps: TenderDeps,
  request: AccessRequest,
  { entries, notes, ...end }: Answered & Omit<RequestEnd, 'atMs'>,
): Promise<Turn> {
  const closing = await closingCommit(deps.store, request, { ...end, atMs: deps.clock.now() });
  if (!closing) return { kind: 'wait', delayMs: deps.clock.delay(writingMs) };
  return {
    kind: 'change',
    send: () => deps.store.commit({ ...closing, audit: [...entries, ...closing.audit] }),
    notes,
  };
}
