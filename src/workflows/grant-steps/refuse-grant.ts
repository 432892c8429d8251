import { TerminalError } from '../../domain/errors.ts';

/** Why a grant must not be applied as things are; nothing was written. */
export function refuseGrant(reasons: readonly string[]): TerminalError {
  const shown = reasons.slice(0, 5).map((reason) => reason.replace(/\.$/, ''));
  const more = reasons.length > 5 ? ` (and ${reasons.length - 5} more)` : '';
  return new TerminalError({
    code: 'GRANT_REFUSED',
    publicText: `${shown.join('; ')}${more}. Nothing was written to any whitelist.`,
  });
}
