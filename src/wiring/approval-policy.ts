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
