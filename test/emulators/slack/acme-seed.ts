import type { SlackSeed } from '../../../emulators/slack/seed.ts';

/** A workspace with four people, two groups and four channels; the app is in `general` and `platform`. */
export function acmeSeed(app: Partial<SlackSeed['app']> = {}): SlackSeed {
  return {
    team: { id: 'T0ACME0001', domain: 'acme', name: 'Acme' },
    app: {
      id: 'A0EGRESS01',
      botUserId: 'U0BOT00001',
      botToken: 'xoxb-test',
      appToken: 'xapp-test',
      signingSecret: 'shhh',
      commands: ['/egress-pool'],
      ...app,
    },
    users: [
      { id: 'U0ANA00001', name: 'ana', realName: 'Ana Flores', avatarColor: '#7c3aed', title: 'requester' },
      { id: 'U0BEN00001', name: 'ben', realName: 'Ben Okafor', avatarColor: '#0ea5e9', title: 'database owner' },
      { id: 'U0CAI00001', name: 'cai', realName: 'Cai Lin', avatarColor: '#f59e0b', deleted: true },
      { id: 'U0EVE00001', name: 'eve', realName: 'Eve Stone', avatarColor: '#ef4444', teamId: 'T0OTHER001' },
    ],
    userGroups: [
      { id: 'S0ENG00001', handle: 'eng', name: 'Engineering', users: ['U0ANA00001', 'U0BEN00001'] },
      { id: 'S0DBA00001', handle: 'dba', name: 'Database owners', users: ['U0BEN00001', 'U0CAI00001'] },
    ],
    channels: [
      { id: 'C0GENERAL1', name: 'general', members: ['U0ANA00001', 'U0BEN00001', 'U0EVE00001'], botIsMember: true },
      { id: 'C0PLATFORM', name: 'platform', members: ['U0ANA00001', 'U0BEN00001'], botIsMember: true },
      { id: 'C0RANDOM01', name: 'random', members: ['U0ANA00001'], botIsMember: false },
      { id: 'C0SECRET01', name: 'secret', isPrivate: true, members: ['U0ANA00001'], botIsMember: false },
      { id: 'C0OLD00001', name: 'old', isArchived: true, members: ['U0ANA00001'], botIsMember: true },
    ],
  };
}
