import type { AccessRequest, Lapse } from './access-request.ts';

/** Wire time for which a confirmation counts: what the approvers are is at most so old when a write begins. */
export const confirmationValidMs = 60_000;

/** Whether the request rests on people, whose groups must be read once more before anything is written. */
export function needsConfirmation({ kind, decisions }: Pick<AccessRequest, 'kind' | 'decisions'>): boolean {
  return kind === 'break-glass' || decisions.length > 0;
}

/** Whether the bot has still to say whether those who approved the open round may. */
export function awaitsConfirmation(
  request: Pick<AccessRequest, 'kind' | 'decisions' | 'round' | 'confirmation'>,
): boolean {
  if (!needsConfirmation(request) || refusalOf(request)) return false;
  const { confirmation, round } = request;
  return confirmation?.round !== round || !confirmation.given;
}

/** Whose word counts no more, when the bot has refused to confirm the open round. */
export function refusalOf({ round, confirmation }: Pick<AccessRequest, 'round' | 'confirmation'>): Lapse[] | undefined {
  return confirmation?.round === round ? confirmation.refused : undefined;
}

/** Whether a write may begin now as far as the approvers are concerned. */
export function isConfirmed(
  request: Pick<AccessRequest, 'kind' | 'decisions' | 'round' | 'confirmation'>,
  nowMs: number,
): boolean {
  if (!needsConfirmation(request)) return true;
  const { confirmation, round } = request;
  if (!confirmation?.given || confirmation.round !== round) return false;
  // The bot's clock may be a little ahead of the worker's.
  return Math.abs(nowMs - confirmation.given.atMs) <= confirmationValidMs;
}
