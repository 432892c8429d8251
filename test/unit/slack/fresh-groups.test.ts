import { WebAPIPlatformError } from '@slack/web-api';
import { expect, it } from 'vitest';
import { createLogger } from '../../../src/platform/logger.ts';
import type { Directory } from '../../../src/slack/people/directory.ts';
import { createFreshGroups } from '../../../src/slack/people/fresh-groups.ts';

const slackSays = (error: string) => () => Promise.reject(new WebAPIPlatformError({ ok: false, error }));

function open(directory: Partial<Directory>, configured: Record<string, string[]> = {}) {
  const known: Directory = {
    members: async () => ['U1'],
    allMembers: async () => new Map([['S1', ['U1']]]),
    counts: async () => true,
    standing: async () => 'counts',
    ...directory,
  };
  return createFreshGroups({ directory: known, configured, log: createLogger({ level: 'silent' }) });
}

it('reads each group again at each call', async () => {
  let members = ['U1'];
  const groups = open({ allMembers: async () => new Map([['S1', members]]) });
  expect(await groups.memberships(['S1', 'S1'])).toEqual({ S1: ['U1'] });
  members = [];

  expect(await groups.memberships(['S1'])).toEqual({ S1: [] });
});

it('takes the configured people where the workspace has no user groups', async () => {
  const groups = open({ allMembers: slackSays('plan_upgrade_required') }, { S1: ['U7'] });

  expect(await groups.memberships(['S1'])).toEqual({ S1: ['U7'] });
});

it.each(['ratelimited', 'fatal_error'])(
  'answers unknown when Slack says %s, also where people are configured',
  async (error) => {
    const groups = open({ allMembers: slackSays(error), standing: slackSays(error) }, { S1: ['U7'] });

    expect(await groups.memberships(['S1'])).toEqual({ S1: 'unknown' });
    expect(await groups.standings(['U1'])).toEqual({ U1: 'unknown' });
  },
);

it('asks once, however many groups there are, and takes the configured people of one that Slack does not have', async () => {
  let calls = 0;
  const allMembers = async () => {
    calls += 1;
    return new Map([
      ['S1', ['U1']],
      ['S2', ['U2']],
    ]);
  };
  const groups = open({ allMembers }, { S2: ['U8'], S3: ['U7'] });

  expect(await groups.memberships(['S1', 'S2', 'S3', 'S4'])).toEqual({ S1: ['U1'], S2: ['U2'], S3: ['U7'], S4: [] });
  expect(calls).toBe(1);
});

it('asks nothing about a person that stands for a group', async () => {
  const groups = open({ allMembers: () => Promise.reject(new Error('must not be asked')) });

  expect(await groups.memberships(['U1'])).toEqual({});
});
