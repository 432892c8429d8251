import type { WebClient } from '@slack/web-api';
import type { Standing } from '../../domain/approvals/membership.ts';
import type { Identity } from '../identity.ts';

/** What Slack knows of people. Throws the web client's errors. */
export interface Directory {
  members(groupId: string): Promise<string[]>;
  /** Every group of the workspace that is not disabled, by its id: one call, however many groups are asked about. */
  allMembers(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Active, a full member, and of our workspace. */
  counts(userId: string): Promise<boolean>;
  /** The same with the reason why not; a bot or nobody at all is as good as deactivated. */
  standing(userId: string): Promise<Standing>;
}

/** On the background client. */
export function createDirectory(client: WebClient, identify: () => Promise<Identity>): Directory {
  const standing = async (userId: string): Promise<Standing> => {
    const { teamId } = await identify();
    const { user } = await client.users.info({ user: userId });
    if (!user || user.deleted || user.is_bot) return 'deactivated';
    // On Enterprise Grid a person may have another home workspace; `is_stranger` marks those from outside.
    const isOfOurs = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId) === true;
    if (user.is_stranger === true || !isOfOurs) return 'external';
    return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'counts';
  };
  return {
    async members(groupId) {
      const { teamId } = await identify();
      const answer = await client.usergroups.users.list({ usergroup: groupId, team_id: teamId });
      return answer.users ?? [];
    },
    async allMembers() {
      const { teamId } = await identify();
      const answer = await client.usergroups.list({ include_users: true, team_id: teamId });
      return new Map((answer.usergroups ?? []).map(({ id = '', users = [] }) => [id, users]));
    },
    counts: async (userId) => (await standing(userId)) === 'counts',
    standing,
  };
}
