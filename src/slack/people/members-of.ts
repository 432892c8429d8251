import type { Logger } from '../../platform/logger.ts';
import { slackErrorCode, toSlackFailure } from '../slack-errors.ts';
import type { Directory } from './directory.ts';

export interface MembersDeps {
  directory: Directory;
  configured: Readonly<Record<string, readonly string[]>>;
  log: Logger;
}

const noSuchGroup = [
  'no_such_subteam',
  'subteam_not_found',
  'invalid_arguments',
  'permission_denied',
  'unknown_method',
];

/** The members of a group; the configured ones where Slack gives none. Throws what may pass. */
export async function membersOf({ directory, configured, log }: MembersDeps, id: string): Promise<readonly string[]> {
  try {
    return await directory.members(id);
  } catch (error) {
    const code = slackErrorCode(error) ?? '';
    if (toSlackFailure(error).kind !== 'denied' && !noSuchGroup.includes(code)) throw error;
    const members = configured[id];
    if (!members) log.error({ group: id, code }, 'a user group cannot be read and has no configured members');
    // A group that cannot be had has no members: nobody may.
    return members ?? [];
  }
}
