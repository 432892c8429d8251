import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { isOpen } from '../read-access.ts';
import { mayBeComplete } from './judge-round.ts';
import { reminderOf } from './remind.ts';
import type { TenderDeps, Turn } from './turn.ts';

/** Domain time between looks at a request whose end has come while a worker writes for it. */
const writingMs = 60_000;
/** Domain time until groups are read again that hold up an outcome. */
const rereadMs = 60_000;

/** Fixes when the request must be looked at again. */
export function settle(deps: TenderDeps, request: AccessRequest): Turn {
  const { id, rev } = request;
  const atMs = nextLook(deps, request);
  return {
    kind: 'rest',
    send: () => deps.store.commit({ records: [{ id, expect: { rev } }], due: [{ id, atMs }] }),
  };
}

function nextLook({ clock, settings }: TenderDeps, request: AccessRequest): number | null {
  if (!isOpen(request)) return null;
  if (request.state === 'approved') {
    const endMs = request.approved?.endMs;
    if (endMs === undefined) return null;
    return endMs > clock.now() ? endMs : clock.after(writingMs);
  }
  const reminder = reminderOf({ clock, settings }, request);
  const rereadAtMs = mayBeComplete(request) ? clock.after(rereadMs) : request.expiresAtMs;
  return Math.min(request.expiresAtMs, rereadAtMs, reminder?.atMs ?? request.expiresAtMs);
}
