import type { Config } from '../config/config.ts';
import type { ApprovalPolicy } from '../domain/approvals/approval-rule.ts';
import type { DatabaseScope } from '../domain/grants/database-scope.ts';

/** The approval policy of the configuration, as the rules of the domain read it. */
export function approvalPolicyOf({ approvals }: Pick<Config, 'approvals'>): ApprovalPolicy {
  return approvals;
}

/** The databases that may be asked for. */
export function databaseScopesOf({
  databases,
}: Pick<Config, 'databases'>): (DatabaseScope & { endpoint: string | undefined })[] {
  return databases.map(({ region, tags, ids, endpoint }) => ({ regionId: region, tags, ids, endpoint }));
}

/** Every group and person that the policy names: who must be known before somebody clicks. */
export function namedInPolicy({ rules, fallback, create }: ApprovalPolicy): string[] {
  const required = [...rules, ...(fallback ? [fallback] : []), create].flatMap(({ require }) => require);
  const others = rules.flatMap(({ breakGlass, escalateTo }) => [
    ...(breakGlass?.by ?? []),
    ...(escalateTo === undefined ? [] : [escalateTo]),
  ]);
  return [...new Set([...required.map(({ group }) => group), ...others])];
}
