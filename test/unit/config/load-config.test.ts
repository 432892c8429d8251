import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { formatProblems } from '../../../src/config/config-problem.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { approvalPolicyOf } from '../../../src/wiring/approval-policy.ts';
import { configOf, load, problemsOf, smallFile } from './example-settings.ts';

test('the smallest configuration gets its defaults, with durations in milliseconds', () => {
  const config = configOf();

  expect(config).toMatchObject({
    installation: 'acme',
    role: 'all',
    timeScale: 1,
    logLevel: 'info',
    http: { host: '0.0.0.0', port: 3000 },
    databases: [],
    operators: [],
    canary: undefined,
    approvals: { requestTtlMs: 86_400_000, minGrantMs: 60_000, remindEveryMs: [900_000, 3_600_000, 14_400_000] },
    capacity: { everyMs: 60_000, warn: 0.8, critical: 0.9, clear: 0.7, forecastMs: 172_800_000, sustainMs: 120_000 },
  });
  expect(config.clusters[0]).toMatchObject({
    network: 'auto',
    poolCidrs: [],
    nodePool: { systemDiskGib: 120, nodes: 2 },
  });
  expect(config.approvals.fallback).toBeUndefined();
  expect(config.slack?.apiUrl).toBe('https://slack.com/api/');
});

test('reports everything that is wrong in environment and file at once', () => {
  const yaml = `
installation: Acme Prod
clusters:
  - { name: prod, id: c1, regoin: cn-beijing, kubernetes: { context: prod }, poolCidrs: [10.0.0.0/8, 10.64.0.1/17], nodePool: {} }
approvals: { requestTtl: 24 }
`;
  const problems = problemsOf({ SLACK_BOT_TOKEN: undefined, PORT: 'http', EGRESS_POOL_ROLE: 'boss' }, yaml);

  expect(problems.map((problem) => problem.path).toSorted()).toEqual([
    'EGRESS_POOL_ROLE',
    'PORT',
    'SLACK_BOT_TOKEN',
    'approvals.requestTtl',
    'clusters[0].nodePool.instanceTypes',
    'clusters[0].poolCidrs[1]',
    'clusters[0].region',
    'clusters[0].regoin',
    'installation',
    'requesters',
  ]);
  for (const problem of problems) {
    expect(problem.expected).not.toBe('');
    expect(problem.found).not.toBe('');
    expect(problem.example).not.toBe('');
  }
  expect(problems.find(({ path }) => path === 'clusters[0].regoin')?.expected).toBe('the key region');
  expect(problems.find(({ path }) => path === 'clusters[0].poolCidrs[1]')).toEqual({
    path: 'clusters[0].poolCidrs[1]',
    expected: 'an IPv4 CIDR without host bits',
    found: '"10.64.0.1/17"',
    example: '10.64.128.0/17',
  });
});

test('names line and column of YAML that cannot be read', () => {
  expect(problemsOf({}, 'installation: acme\nclusters: [\n')[0]?.path).toMatch(/^egress-pool\.yaml:\d+:\d+$/);
  expect(problemsOf({}, 'installation: a\ninstallation: b\n')[0]).toMatchObject({
    path: 'egress-pool.yaml:2:1',
    expected: 'valid YAML',
  });
});

test('says when the file cannot be read', () => {
  const loaded = loadConfig({ EGRESS_POOL_CONFIG: 'nowhere.yaml' }, () => {
    throw Object.assign(new Error('no'), { code: 'ENOENT' });
  });

  expect(!loaded.ok && loaded.problems.find(({ path }) => path === 'EGRESS_POOL_CONFIG')).toMatchObject({
    expected: 'a file that can be read at nowhere.yaml',
    found: 'ENOENT',
  });
});

test.each([
  ['an empty file', ''],
  ['a list', '- a'],
  ['a word', 'hello'],
])('%s is a problem and no crash', (_, yaml) => {
  expect(problemsOf({}, yaml)[0]?.path).toBe('egress-pool.yaml');
});

test('no secret is in a problem, in JSON, in a text or in an inspected configuration', () => {
  const problems = problemsOf({
    SLACK_BOT_TOKEN: 'hunter2',
    SLACK_SIGNING_SECRET: 'hunt',
    REDIS_URL: 'http://u:hunter2@h',
  });
  const yaml = `${smallFile}\noperators: ['xoxb-hunter2', 'redis://u:hunter2@h']`;
  const config = configOf({ REDIS_URL: 'redis://u:hunter2@h' });

  expect(problems.map(({ path }) => path)).toEqual(['REDIS_URL', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  expect(formatProblems([...problems, ...problemsOf({}, yaml)])).not.toContain('hunt');
  for (const text of [JSON.stringify(config), inspect(config, { depth: 9 }), `${config.redisUrl}`]) {
    expect(text).not.toContain('hunter2');
  }
  expect(config.redisUrl.reveal()).toBe('redis://u:hunter2@h');
  expect(config.cloud?.credentials.reveal()).toEqual({
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'key',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'hunter2',
  });
});

test('formats problems for a terminal', () => {
  expect(formatProblems(problemsOf({ PORT: '-1' }))).toBe(
    [
      'the configuration has 1 problem:',
      'PORT',
      '  expected: a whole number from 0 to 65535',
      '  found:    "-1"',
      '  example:  3000',
    ].join('\n'),
  );
});

test('an empty variable counts as not set', () => {
  expect(configOf({ PORT: '', SLACK_SIGNING_SECRET: ' ' }).http.port).toBe(3000);
});

test('a bot reads no cloud credentials, a worker no Slack tokens; what is set all the same is said', () => {
  const bot = load({ EGRESS_POOL_ROLE: 'bot' });
  const worker = load({ EGRESS_POOL_ROLE: 'worker' });

  expect(bot.ok && [bot.config.cloud, bot.config.slack?.transport.kind]).toEqual([undefined, 'socket']);
  expect(worker.ok && worker.config.slack).toBeUndefined();
  expect(bot.ok && bot.warnings).toHaveLength(2);
  expect(worker.ok && worker.warnings).toHaveLength(2);
  const noCloud = { ALIBABA_CLOUD_ACCESS_KEY_ID: undefined, ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined };
  expect(problemsOf({ ...noCloud, EGRESS_POOL_ROLE: 'bot' })).toEqual([]);
  expect(problemsOf({ SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined, EGRESS_POOL_ROLE: 'worker' })).toEqual(
    [],
  );
});

test('a rule may also look at the cluster and the duration, and says what it allows', () => {
  const rules = `
approvals:
  widestPrefix: 20
  rules:
    - match: { tags: { env: dev }, clusters: [prod], forAtMost: 7d }
      require: [{ group: S0DBA0001 }]
      extendOnceFreely: true
    - { match: {}, require: [{ group: S0DBA0001 }] }
`;

  const policy = approvalPolicyOf(configOf({}, `${smallFile}${rules}`));

  expect(policy).toMatchObject({ widestPrefix: 20 });
  expect(policy.rules.map(({ match, extendOnceFreely }) => ({ match, extendOnceFreely }))).toEqual([
    {
      match: { tags: { env: 'dev' }, clusters: ['prod'], forAtMostMs: 7 * 86_400_000 },
      extendOnceFreely: true,
    },
    { match: {}, extendOnceFreely: false },
  ]);
  expect(approvalPolicyOf(configOf()).widestPrefix).toBe(16);
});
