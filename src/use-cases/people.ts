import type { Memberships } from '../domain/approvals/membership.ts';

/**
 * Who belongs to which Slack user group, from memory: refreshed in the background, the configured list where the
 * workspace has no user groups. Deactivated people, guests and people of other workspaces belong to nothing.
 * `unknown` (nothing could be read yet) must be treated as "no".
 */
export interface People {
  /** The people of each group as last read, without those who belong to nothing; `unknown` when not read lately. */
  memberships(groups: readonly string[]): Memberships;
  /** Whether the person is named by one of the ids, or is in one of the groups; ids are `U...`/`W...` or `S...`. */
  isOneOf(userId: string, ids: readonly string[]): 'yes' | 'no' | 'unknown';
}
