import type { Standing } from '../../domain/approvals/membership.ts';
import type { Logger } from '../../platform/logger.ts';
import type { FreshGroups } from '../../use-cases/fresh-groups.ts';
import type { Directory } from './directory.ts';
import { membersOfAll } from './members-of.ts';

export interface FreshGroupsDeps {
  directory: Directory;
  /** Members of groups where the workspace has no user groups, or we may not read them. */
  configured: Readonly<Record<string, readonly string[]>>;
  log: Logger;
}

/**
 * Reads groups and people from Slack at each call, for decisions. What cannot be read is `unknown`. All groups come in
 * one call: Slack allows twenty of these a minute, and clicks come in bursts.
 */
export function createFreshGroups(deps: FreshGroupsDeps): FreshGroups {
  const { directory, log } = deps;
  const orUnknown = async <Value>(id: string, read: () => Promise<Value>): Promise<[string, Value | 'unknown']> => {
    try {
      return [id, await read()];
    } catch (err) {
      log.warn({ id, err }, 'a person could not be read for a decision');
      return [id, 'unknown'];
    }
  };
  return {
    async memberships(groups) {
      const ids = [...new Set(groups)].filter((id) => id.startsWith('S'));
      if (ids.length === 0) return {};
      try {
        return await membersOfAll(deps, ids);
      } catch (err) {
        log.warn({ ids, err }, 'the user groups could not be read for a decision');
        return Object.fromEntries(ids.map((id) => [id, 'unknown']));
      }
    },
    async standings(people) {
      const read = await Promise.all(
        [...new Set(people)].map((id) => orUnknown<Standing>(id, () => directory.standing(id))),
      );
      return Object.fromEntries(read);
    },
  };
}
