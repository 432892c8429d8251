import type { Electorate } from '../../domain/approvals/eligibility.ts';
import type { AccessRequest, RequestRule } from '../../domain/grants/access-request.ts';
import type { FreshGroups } from '../fresh-groups.ts';

/** Who is in the rule's groups now, and what Slack says of everybody who decided or wants to. */
export async function readElectorate(
  readGroups: FreshGroups,
  request: AccessRequest,
  rule: RequestRule,
): Promise<Omit<Electorate, 'whenOpened'>> {
  const groups = [...rule.require.map(({ group }) => group), ...(rule.breakGlass?.by ?? [])];
  const { clicks, decisions, requestedBy } = request;
  const people = [...clicks, ...decisions].map(({ personId }) => personId);
  if (requestedBy.kind === 'slack-user') people.push(requestedBy.userId);
  const [now, standings] = await Promise.all([
    readGroups.memberships([...new Set(groups)]),
    readGroups.standings([...new Set(people)]),
  ]);
  return { require: rule.require, requesters: request.requesters, now, standings };
}
