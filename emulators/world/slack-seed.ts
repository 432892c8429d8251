import type { SlackSeed } from '../slack/seed.ts';

/** The demo's people: a requester, two approvers, an operator, somebody without rights and somebody from outside. */
export function slackSeed(options: { requestUrl?: string | undefined } = {}): SlackSeed {
  return {
    team: { id: 'T0ACME0001', domain: 'acme', name: 'Acme' },
    app: {
      id: 'A0EGRESS01',
      name: 'egress-pool',
      botUserId: 'U0EGRESSBT',
      botToken: 'xoxb-demo-bot-token',
      appToken: 'xapp-demo-app-token',
      signingSecret: 'demo-signing-secret',
      ...(options.requestUrl ? { requestUrl: options.requestUrl } : {}),
      commands: ['/egress-pool'],
      usageHint: 'create payments --pods 40',
      completions: [
        { text: '/egress-pool help', hint: 'what you can do' },
        { text: '/egress-pool create payments --pods 40 --cluster prod', hint: 'make a pool' },
        { text: '/egress-pool create', hint: 'open the form' },
        {
          text: '/egress-pool create billing --pods 40 --cluster legacy --namespaces payments',
          hint: 'a pool of nodes, on Flannel',
        },
        { text: '/egress-pool list', hint: 'all pools' },
        { text: '/egress-pool show payments', hint: 'one pool' },
        { text: '/egress-pool use payments', hint: 'the patch a workload needs' },
        { text: '/egress-pool verify payments', hint: 'prove it again' },
        {
          text: '/egress-pool allow payments rm-2zepayments --for 7d --reason "the service reads its orders"',
          hint: 'ask for a database',
        },
        { text: '/egress-pool allow', hint: 'the same in a form' },
        { text: '/egress-pool grants', hint: 'which databases are open' },
        { text: '/egress-pool revoke payments rm-2zepayments', hint: 'close one again' },
        { text: '/egress-pool status', hint: 'what is going on' },
      ],
    },
    users: [
      { id: 'U01ANA', name: 'ana', realName: 'Ana Ruiz', title: 'requester, payments', avatarColor: '#2f6f9f' },
      { id: 'U02DAVID', name: 'david', realName: 'David Chen', title: 'database owner', avatarColor: '#7a4f9a' },
      { id: 'U03SARA', name: 'sara', realName: 'Sara Lindt', title: 'security', avatarColor: '#a0522d' },
      {
        id: 'U04OLGA',
        name: 'olga',
        realName: 'Olga Petrova',
        title: 'platform operator',
        isAdmin: true,
        avatarColor: '#1d7a5f',
      },
      { id: 'U05STAN', name: 'stan', realName: 'Stan Novak', title: 'no rights', avatarColor: '#6b6b6b' },
      { id: 'U06GONE', name: 'greta', realName: 'Greta Old', deleted: true, avatarColor: '#999999' },
      {
        id: 'U07EXT',
        name: 'eve',
        realName: 'Eve Outside',
        teamId: 'T0OTHER001',
        title: 'another workspace',
        avatarColor: '#b03060',
      },
    ],
    userGroups: [
      {
        id: 'S0ENG00001',
        handle: 'engineering',
        name: 'Engineering',
        users: ['U01ANA', 'U04OLGA', 'U06GONE', 'U07EXT'],
      },
      { id: 'S0PLATFORM', handle: 'platform', name: 'Platform', users: ['U04OLGA'] },
      { id: 'S0DBA0001', handle: 'dba', name: 'Database owners', users: ['U02DAVID'] },
      { id: 'S0SEC0001', handle: 'security', name: 'Security', users: ['U03SARA'] },
    ],
    channels: [
      channel('C0PLATFORM', 'platform', 'Pools, and what happens to them', true),
      channel('C0APPROVE1', 'db-approvals', 'Database access', true),
      channel('C0CAPACITY', 'capacity', 'Addresses running out', true),
      channel('C0AUDIT001', 'audit', 'Heads of the audit log', true),
      channel('C0RANDOM01', 'random', 'The bot is not here', false),
    ],
  };
}

function channel(id: string, name: string, topic: string, botIsMember: boolean): SlackSeed['channels'][number] {
  const members = ['U01ANA', 'U02DAVID', 'U03SARA', 'U04OLGA', 'U05STAN', 'U07EXT'];
  return { id, name, topic, members, botIsMember };
}
