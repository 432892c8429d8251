import type { WebClient } from '@slack/web-api';
import type { Identity } from '../identity.ts';

/** What Slack knows of people. Throws the web client's errors. */
export interface Directory {
  members(groupId: string): Promise<string[]>;
  /** Active, a full member, and of our workspace. */
  counts(userId: string): Promise<boolean>;
}

/** On the background client. */
export function createDirectory(client: WebClient, identify: () => Promise<Identity>): Directory {
  return {
    async members(groupId) {
      const { teamId } = await identify();
      const answer = await client.usergroups.users.list({ usergroup: groupId, team_id: teamId });
      return answer.users ?? [];
    },
    async counts(userId) {
      const { teamId } = await identify();
      const { user } = await client.users.info({ user: userId });
      if (!user || user.deleted || user.is_bot) return false;
      const isGuest = user.is_restricted === true || user.is_ultra_restricted === true;
      // On Enterprise Grid a person may have another home workspace; `is_stranger` marks those from outside.
      const isOfOurs = user.team_id === teamId || user.enterprise_user?.teams?.includes(teamId) === true;
      return !isGuest && user.is_stranger !== true && isOfOurs;
    },
  };
}
