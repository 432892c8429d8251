import type { InputProblem } from './input-problem.ts';
import { quoted } from './parse-flags.ts';

/** A user group: its id, or Slack's escaped mention of it. Who owns something is a group, which outlives its people. */
export function parseOwnerGroup(text: string): string | InputProblem {
  const [, mentioned] = /^<!subteam\^(S[A-Z0-9]{2,20})(?:\|[^>]*)?>$/.exec(text) ?? [];
  const id = mentioned ?? (/^S[A-Z0-9]{2,20}$/.test(text) ? text : undefined);
  return id ?? { field: 'owner', message: `${quoted(text)} is no user group`, example: '--owner @payments-team' };
}
