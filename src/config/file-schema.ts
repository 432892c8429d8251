import { z } from 'zod';
import { approvalsSchema } from './approval-schema.ts';
import { clustersSchema } from './cluster-schema.ts';
import { databasesSchema } from './database-schema.ts';
import { channel, dnsLabel, duration, nonEmpty, person, personOrGroup, share, yesOrNo } from './fields.ts';

const people = z
  .array(personOrGroup)
  .meta({ description: 'a list of ids of Slack user groups or people', examples: [['S0ENG00001']] });

const capacity = z
  .strictObject({
    every: duration('60s').prefault('60s'),
    warn: share(0.8).default(0.8),
    critical: share(0.9).default(0.9),
    clear: share(0.7).default(0.7),
    forecast: duration('48h').prefault('48h'),
    sustain: duration('2m').prefault('2m'),
  })
  .meta({ description: 'when to speak about addresses running out', examples: [{ warn: 0.8 }] })
  .superRefine(({ warn, critical, clear }, context) => {
    const report = (path: string, message: string, example: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { example } });
    if (clear >= warn) report('clear', 'a share below warn', '0.70');
    if (critical <= warn) report('critical', 'a share above warn', '0.90');
  })
  .transform(({ every, forecast, sustain, ...shares }) => ({
    ...shares,
    everyMs: every,
    forecastMs: forecast,
    sustainMs: sustain,
  }));

const drift = z
  .strictObject({ every: duration('10m').prefault('10m') })
  .meta({ description: 'how often pools are looked over for what others changed', examples: [{ every: '10m' }] })
  .transform(({ every }) => ({ everyMs: every }));

const channels = z.strictObject({
  approvals: channel.optional(),
  capacity: channel.optional(),
  audit: channel.optional(),
  owners: z
    .record(personOrGroup, channel)
    .default({})
    .meta({
      description: 'owner of pools, a group or a person: the channel where their alerts go instead',
      examples: [{ S0PAYMENTS: 'C0PAYALERT' }],
    }),
});

const canary = z
  .strictObject({
    image: nonEmpty('an image that the nodes can pull', 'registry-vpc.cn-beijing.aliyuncs.com/acme/netcheck:1'),
    namespace: dnsLabel.default('egress-pool'),
    proveGrants: yesOrNo('whether a pod tries each new database access').default(true),
  })
  .meta({ description: 'the canary: image and namespace', examples: [{ image: 'registry.example.com/netcheck:1' }] });

/** The whole of `egress-pool.yaml`. What comes out has its defaults and its durations in milliseconds. */
export const fileSchema = z
  .strictObject({
    installation: dnsLabel,
    clusters: clustersSchema,
    databases: databasesSchema,
    requesters: people.min(1),
    operators: people.default([]),
    groups: z
      .record(personOrGroup, z.array(person))
      .default({})
      .meta({ description: 'group id: ids of its people', examples: [{ S0DBA0001: ['U01ABCDEF'] }] }),
    approvals: approvalsSchema.prefault({}),
    channels: channels.prefault({}),
    canary: canary.optional(),
    cleanDetachedEnis: yesOrNo(
      'whether deleting a pool or adopting nodes deletes detached interfaces of Terway',
    ).default(false),
    capacity: capacity.prefault({}),
    drift: drift.prefault({}),
  })
  .superRefine(({ clusters, approvals }, context) => {
    const names = clusters.map(({ name }) => name);
    for (const [index, { match }] of approvals.rules.entries()) {
      for (const [place, cluster] of (match.clusters ?? []).entries()) {
        if (names.includes(cluster)) continue;
        const path = ['approvals', 'rules', index, 'match', 'clusters', place];
        const params = { example: names[0] ?? 'prod' };
        context.addIssue({ code: 'custom', path, message: 'the name of a cluster of this file', params });
      }
    }
  })
  .superRefine(({ databases, approvals, channels }, context) => {
    const { rules, fallback } = approvals;
    const asksPeople = [...rules, ...(fallback ? [fallback] : [])].some(({ require }) => require.length > 0);
    if (databases.length === 0 || !asksPeople || channels.approvals !== undefined) return;
    const message = 'a channel where people decide, because a rule asks them about databases';
    context.addIssue({ code: 'custom', path: ['channels', 'approvals'], message, params: { example: 'C0APPROVE1' } });
  })
  .meta({
    title: 'egress-pool.yaml',
    description: 'installation, clusters and requesters at least',
    examples: ['see egress-pool.example.yaml'],
  });
