import type { Memberships, Standings } from '../domain/approvals/membership.ts';

/**
 * Groups and people as Slack has them at this moment, for decisions. Never throws: what cannot be read is `unknown`,
 * which must be treated as "no".
 */
export interface FreshGroups {
  memberships(groups: readonly string[]): Promise<Memberships>;
  standings(people: readonly string[]): Promise<Standings>;
}
