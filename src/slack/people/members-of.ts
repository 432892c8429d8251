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
export async function membersOf(deps: MembersDeps, id: string): Promise<readonly string[]> {
  try {
    return await deps.directory.members(id);
  } catch (error) {
    return configuredMembers(deps, id, neverPasses(error));
  }
}

/** The members of each of the groups, by one call. Throws what may pass. */
export async function membersOfAll(
  deps: MembersDeps,
  ids: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const { found, code } = await deps.directory.allMembers().then(
    (all) => ({ found: all, code: 'no_such_subteam' }),
    (error: unknown) => ({ found: undefined, code: neverPasses(error) }),
  );
  return Object.fromEntries(ids.map((id) => [id, found?.get(id) ?? configuredMembers(deps, id, code)]));
}

/** The code of an error that no later try would lift: Slack has no such group, or not for us. Throws any other. */
function neverPasses(error: unknown): string {
  const code = slackErrorCode(error) ?? '';
  if (toSlackFailure(error).kind !== 'denied' && !noSuchGroup.includes(code)) throw error;
  return code;
}

/** A group that cannot be had has no members: nobody may. */
function configuredMembers({ configured, log }: MembersDeps, id: string, code: string): readonly string[] {
  const members = configured[id];
  if (!members) log.error({ group: id, code }, 'a user group cannot be read and has no configured members');
  return members ?? [];
}
