import { expect, test } from 'vitest';
import { configOf, problemsOf, smallFile } from './example-settings.ts';

const paths = (...args: Parameters<typeof problemsOf>) => problemsOf(...args).map(({ path }) => path);
const cluster = (extra = '', name = 'prod', id = 'c1') =>
  `{ name: ${name}, id: ${id}, region: cn-beijing, kubernetes: { context: prod }, nodePool: { instanceTypes: [ecs.g7.xlarge] }${extra} }`;
const file = (...clusters: string[]) =>
  `installation: acme\nrequesters: [U01]\nclusters:\n${clusters.map((one) => `  - ${one}`).join('\n')}\n`;

test.each([
  ['a cluster name twice', file(cluster(), cluster('', 'prod', 'c2')), 'clusters[1].name'],
  ['a cluster id twice', file(cluster(), cluster('', 'dev', 'c1')), 'clusters[1].id'],
  ['pool CIDRs that overlap', file(cluster(', poolCidrs: [10.0.0.0/16, 10.0.1.0/24]')), 'clusters[0].poolCidrs[1]'],
  [
    'a plain http endpoint elsewhere',
    file(cluster(', endpoints: { vpc: "http://vpc.example.com" }')),
    'clusters[0].endpoints.vpc',
  ],
  [
    'an endpoint with a path',
    file(cluster(', endpoints: { vpc: "https://example.com/vpc" }')),
    'clusters[0].endpoints.vpc',
  ],
  ['no way to a cluster', file(cluster().replace('{ context: prod }', '{}')), 'clusters[0].kubernetes'],
  ['thresholds out of order', `${smallFile}capacity: { warn: 0.95 }`, 'capacity.critical'],
  ['a clear threshold above warn', `${smallFile}capacity: { clear: 0.8 }`, 'capacity.clear'],
  [
    'autoApprove for everything',
    `${smallFile}approvals: { rules: [{ autoApprove: true }] }`,
    'approvals.rules[0].match',
  ],
  [
    'a rule that asks nobody',
    `${smallFile}approvals: { rules: [{ match: { ids: [rm-1] } }] }`,
    'approvals.rules[0].require',
  ],
  [
    'people asked about databases, and no channel to ask them in',
    `${smallFile}databases: [{ region: cn-beijing, ids: [rm-1] }]\napprovals: { fallback: { require: [{ group: S0DBA0001 }] } }`,
    'channels.approvals',
  ],
  ['a fallback that asks nobody', `${smallFile}approvals: { fallback: { require: [] } }`, 'approvals.fallback.require'],
  [
    'a rule about a cluster that is not there',
    `${smallFile}approvals: { rules: [{ match: { clusters: [prod, prd] }, require: [{ group: S0DBA0001 }] }] }`,
    'approvals.rules[0].match.clusters[1]',
  ],
  [
    'autoApprove for a whole cluster',
    `${smallFile}approvals: { rules: [{ match: { clusters: [prod] }, autoApprove: true }] }`,
    'approvals.rules[0].match',
  ],
  [
    'autoApprove for whatever is short',
    `${smallFile}approvals: { rules: [{ match: { forAtMost: 1h }, autoApprove: true }] }`,
    'approvals.rules[0].match',
  ],
  ['every address let in', `${smallFile}approvals: { widestPrefix: 0 }`, 'approvals.widestPrefix'],
  ['a group by its name', `${smallFile}operators: ['@platform']`, 'operators[0]'],
  ['a channel by its name', `${smallFile}channels: { audit: '#audit' }`, 'channels.audit'],
  [
    "an owner's channel by its name",
    `${smallFile}channels: { owners: { S0PAYMENTS: '#pay' } }`,
    'channels.owners.S0PAYMENTS',
  ],
  ['an owner by its name', `${smallFile}channels: { owners: { '@pay': C0PAYALERT } }`, 'channels.owners.@pay'],
  ['a group key that is no id', `${smallFile}groups: { dba: [U01] }`, 'groups.dba'],
  [
    'a scope with both tags and ids',
    `${smallFile}databases: [{ region: cn-beijing, tags: { a: b }, ids: [rm-1] }]`,
    'databases[0]',
  ],
  ['a longest grant below the shortest', `${smallFile}approvals: { minGrant: 2d, maxGrant: 1d }`, 'approvals.maxGrant'],
  ['a duration of zero', `${smallFile}approvals: { requestTtl: 0s }`, 'approvals.requestTtl'],
])('refuses %s', (_, yaml, path) => {
  expect(paths({}, yaml)).toEqual([path]);
});

test.each([
  ['no transport to Slack', { SLACK_APP_TOKEN: undefined }, 'SLACK_APP_TOKEN'],
  ['no Redis', { REDIS_URL: undefined }, 'REDIS_URL'],
  ['half an access key', { ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined }, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
  ['the other half', { ALIBABA_CLOUD_ACCESS_KEY_ID: undefined }, 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
  [
    'half of OIDC',
    { ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/t', ALIBABA_CLOUD_ROLE_ARN: 'a' },
    'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  ],
  ['a plain http Slack elsewhere', { SLACK_API_URL: 'http://slack.example.com/api/' }, 'SLACK_API_URL'],
  ['a token of the wrong kind', { SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN'],
  ['a port that is no number', { PORT: '3000a' }, 'PORT'],
  ['a time scale below one', { EGRESS_POOL_TIME_SCALE: '0.5' }, 'EGRESS_POOL_TIME_SCALE'],
  ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
])('refuses %s', (_, env, path) => {
  expect(paths(env)).toEqual([path]);
});

test('without any credentials it lists the ways to give them', () => {
  const [problem] = problemsOf({ ALIBABA_CLOUD_ACCESS_KEY_ID: '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' });

  expect(problem?.expected).toContain('RRSA');
});

test('a fast clock is refused unless every API that is called is on this machine', () => {
  const local = 'http://127.0.0.1:4010';
  const fast = { EGRESS_POOL_TIME_SCALE: '60', SLACK_API_URL: `${local}/api` };
  const names = ['VPC', 'CS', 'ECS'].map((product) => `ALIBABA_CLOUD_${product}_ENDPOINT`);
  const endpoints = Object.fromEntries(names.map((name) => [name, local]));

  expect(paths({ EGRESS_POOL_TIME_SCALE: '60' })).toEqual(['SLACK_API_URL', ...names]);
  expect(paths(fast)).toEqual(names);
  expect(configOf({ ...fast, ...endpoints }).timeScale).toBe(60);
  const remote = file(cluster(', endpoints: { vpc: vpc.example.com }'));
  expect(paths({ ...fast, ...endpoints }, remote)).toEqual(['clusters[0].endpoints.vpc']);
  const withDatabases = `${smallFile}databases: [{ region: cn-beijing, ids: [rm-1] }]`;
  expect(paths({ ...fast, ...endpoints }, withDatabases)).toEqual(['ALIBABA_CLOUD_RDS_ENDPOINT']);
});

test('a bare host means https, and the own endpoint of a cluster is kept', () => {
  const config = configOf(
    { ALIBABA_CLOUD_VPC_ENDPOINT: 'vpc.example.com' },
    file(cluster(', endpoints: { cs: cs.example.com }')),
  );

  expect(config.cloud?.endpoints.vpc).toBe('https://vpc.example.com');
  expect(config.clusters[0]?.endpoints.cs).toBe('https://cs.example.com');
});

test('Socket Mode wins when both transports are set, HTTP when only its secret is', () => {
  expect(configOf({ SLACK_SIGNING_SECRET: '12345678' }).slack?.transport.kind).toBe('socket');
  const http = configOf({ SLACK_SIGNING_SECRET: '12345678', SLACK_APP_TOKEN: '' });
  expect(http.slack?.transport.kind).toBe('http');
});

test('a stand-in for Slack on this machine may use tokens of any shape', () => {
  const env = { SLACK_API_URL: 'http://127.0.0.1:9/api/', SLACK_BOT_TOKEN: 'anything', SLACK_APP_TOKEN: 'at-all' };

  expect(configOf(env).slack?.botToken.reveal()).toBe('anything');
});

test.each(['egress-pool/pool: pool-other', 'creator: terway', '"acs:x": y', 'link: "https://example.com"'])(
  'refuses the tag %s, which means something to somebody else',
  (tag) => {
    const [problem, ...more] = problemsOf({}, smallFile.replace('nodePool:', `tags: { ${tag} }, nodePool:`));

    expect(more).toEqual([]);
    expect(problem?.path).toContain('clusters[0].tags');
  },
);
