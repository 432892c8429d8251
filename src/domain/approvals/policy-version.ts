import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { ApprovalPolicy } from './approval-rule.ts';

/**
 * The version of the approval policy: `sha256:` and a hash of everything it says. The order of the rules counts, since
 * the first match decides; how the file spells them does not.
 */
export function policyVersion(policy: ApprovalPolicy): string {
  return `sha256:${createHash('sha256').update(canonicalJson(policy)).digest('hex')}`;
}
