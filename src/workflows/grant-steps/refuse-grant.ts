import { TerminalError } from '../../domain/errors.ts';

const halfWritten = 'Some of it may be in a whitelist already: retry once that is settled, or revoke the access.';

/** Why a grant must not be applied as things are; nothing was written, or a try before this one wrote some of it. */
export function refuseGrant(reasons: readonly string[], isHalfWritten = false): TerminalError {
  const shown = reasons.slice(0, 5).map((reason) => reason.replace(/\.$/, ''));
  const more = reasons.length > 5 ? ` (and ${reasons.length - 5} more)` : '';
  return new TerminalError({
    code: 'GRANT_REFUSED',
    publicText: `${shown.join('; ')}${more}. ${isHalfWritten ? halfWritten : 'Nothing was written to any whitelist.'}`,
  });
}
