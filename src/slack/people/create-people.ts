import type { Logger } from '../../platform/logger.ts';
import type { People } from '../../use-cases/people.ts';
import type { Directory } from './directory.ts';
import { membersOf } from './members-of.ts';
import { createReadCache } from './read-cache.ts';

export interface PeopleDeps {
  directory: Directory;
  /** Groups and people that the configuration names. */
  ids: readonly string[];
  /** Owner groups and requesters of live pools; asked at each refresh. */
  idsInUse: () => Promise<readonly string[]>;
  /** Members of groups where the workspace has no user groups, or we may not read them. */
  configured: Readonly<Record<string, readonly string[]>>;
  log: Logger;
  /** Wall-clock milliseconds. */
  now: () => number;
}

export interface RunningPeople extends People {
  /** Resolves once every group that the configuration names was read, or has configured members. */
  ready(): Promise<void>;
  /**
   * Waits until it is known what a person may do, for at most half a second of wire time: the first one to ask after a start
   * should not be refused for that.
   */
  know(userId: string): Promise<void>;
  stop(): void;
}

const refreshMs = 60_000;
const retryMs = 5_000;
const validMs = 10 * 60_000;
/** With the deadline of a use case it stays within the three seconds that Slack gives. */
const knowMs = 500;
/** In a minute usergroups.users.list allows 20 calls, users.info 100. */
const groupBounds = { most: 15, olderThanMs: refreshMs / 2 };
const userBounds = { most: 60, olderThanMs: validMs / 2 };

/** Memberships in memory, refreshed every minute. What nobody asked for before is fetched, and unknown until then. */
export function createPeople(deps: PeopleDeps): RunningPeople {
  const { directory, now, log } = deps;
  const groups = createReadCache({ read: async (id) => new Set(await membersOf(deps, id)), validMs, now, log });
  const users = createReadCache({ read: directory.counts, validMs, now, log });
  const wanted = new Set(deps.ids);
  const isReady = () => deps.ids.filter(isGroup).every((id) => groups.fresh(id));
  const refreshing = repeat(async () => {
    for (const id of await deps.idsInUse()) wanted.add(id);
    await groups.refreshOldest([...wanted].filter(isGroup), groupBounds);
    const members = groups.all().flatMap((group) => [...group]);
    const ready = isReady();
    await users.refreshOldest(new Set([...wanted, ...members].filter((id) => !isGroup(id))), userBounds);
    if (ready) refreshing.markReady();
    return ready ? refreshMs : retryMs;
  }, log);
  const isKnown = (userId: string) => {
    if (!isReady()) return false;
    const isMember = wanted.has(userId) || groups.all().some((group) => group.has(userId));
    return !isMember || users.fresh(userId) !== undefined;
  };
  return {
    async know(userId) {
      const untilMs = now() + knowMs;
      while (!isKnown(userId) && now() < untilMs) {
        for (const id of deps.ids.filter(isGroup)) if (!groups.fresh(id)) groups.fetchSoon(id);
        if (isReady()) users.fetchSoon(userId);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    isOneOf(userId, ids) {
      if (ids.some((id) => id === userId || groups.fresh(id)?.has(userId))) {
        const counts = users.fresh(userId);
        if (counts === undefined) users.fetchSoon(userId);
        return counts === undefined ? 'unknown' : counts ? 'yes' : 'no';
      }
      const unread = ids.filter((id) => isGroup(id) && !groups.fresh(id));
      for (const id of unread) {
        wanted.add(id);
        groups.fetchSoon(id);
      }
      return unread.length > 0 ? 'unknown' : 'no';
    },
    memberships(wantedGroups) {
      return Object.fromEntries(
        wantedGroups.filter(isGroup).map((id) => {
          wanted.add(id);
          const members = groups.fresh(id);
          if (!members) groups.fetchSoon(id);
          // Who was not looked at yet may still turn out not to count; the decision itself reads again.
          return [id, members ? [...members].filter((userId) => users.fresh(userId) !== false) : 'unknown'];
        }),
      );
    },
    ready: () => refreshing.ready,
    stop: refreshing.stop,
  };
}

function repeat(round: () => Promise<number>, log: Logger) {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const { promise: ready, resolve: markReady } = Promise.withResolvers<void>();
  const loop = async () => {
    const nextMs = await round().catch((err: unknown) => {
      log.error({ err }, 'people could not be refreshed');
      return retryMs;
    });
    if (isStopped) return;
    timer = setTimeout(() => void loop(), nextMs);
    timer.unref();
  };
  queueMicrotask(() => void loop());
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
  };
  return { ready, markReady, stop };
}

function isGroup(id: string): boolean {
  return id.startsWith('S');
}
