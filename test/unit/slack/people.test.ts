import { WebAPIPlatformError } from '@slack/web-api';
import { afterEach, expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/logger.ts';
import { createPeople, type RunningPeople } from '../../../src/slack/people/create-people.ts';

const group = 'S0ENG00001';
let people: RunningPeople;
afterEach(() => people.stop());

const slackSays = (error: string) => () => Promise.reject(new WebAPIPlatformError({ ok: false, error }));

function start(given: {
  members?: () => Promise<string[]>;
  counts?: (userId: string) => Promise<boolean>;
  configured?: Record<string, string[]>;
}) {
  const state = { nowMs: 1_000_000 };
  people = createPeople({
    directory: {
      members: given.members ?? (async () => ['U1', 'U2']),
      allMembers: async () => new Map(),
      counts: given.counts ?? (async (userId) => userId !== 'U2'),
      standing: async () => 'counts',
    },
    ids: [group, 'U9'],
    idsInUse: async () => [],
    configured: given.configured ?? {},
    log: createLogger({ level: 'silent' }),
    now: () => state.nowMs,
  });
  return state;
}

it('knows members, and that guests and deactivated people are none', async () => {
  start({});
  await people.ready();

  expect(people.isOneOf('U1', [group])).toBe('yes');
  expect(people.isOneOf('U2', [group])).toBe('no');
  expect(people.isOneOf('U3', [group])).toBe('no');
  expect(people.isOneOf('U9', ['U9'])).toBe('yes');
});

it('does not know before the first answer', () => {
  start({ members: () => new Promise(() => undefined) });

  expect(people.isOneOf('U1', [group])).toBe('unknown');
});

it('fetches a group that nobody named before', async () => {
  start({});
  await people.ready();

  expect(people.isOneOf('U1', ['S0OTHER001'])).toBe('unknown');
  await expect.poll(() => people.isOneOf('U1', ['S0OTHER001'])).toBe('yes');
});

it('does not believe what it could not read for ten minutes', async () => {
  const state = start({});
  await people.ready();

  state.nowMs += 10 * 60_000;

  expect(people.isOneOf('U1', [group])).toBe('unknown');
});

it.each(['plan_upgrade_required', 'missing_scope', 'no_such_subteam'])(
  'takes the configured members after %s',
  async (error) => {
    start({ members: slackSays(error), configured: { [group]: ['U1'] } });
    await people.ready();

    expect(people.isOneOf('U1', [group])).toBe('yes');
    expect(people.isOneOf('U3', [group])).toBe('no');
  },
);

it('lets nobody pass for a group that cannot be had', async () => {
  start({ members: slackSays('plan_upgrade_required') });
  await people.ready();

  expect(people.isOneOf('U1', [group])).toBe('no');
});
