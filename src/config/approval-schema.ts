import { z } from 'zod';
import { defaultWidestPrefix } from '../domain/grants/check-cidrs.ts';
import { idsSchema, tagsSchema } from './database-schema.ts';
import { dnsLabel, duration, personOrGroup, wholeNumber, yesOrNo } from './fields.ts';

const required = z
  .strictObject({
    group: personOrGroup,
    min: wholeNumber({ min: 1, max: 20, description: 'people who must approve', example: 1 }).default(1),
  })
  .meta({ description: 'a group and how many of it must approve', examples: [{ group: 'S0DBA0001', min: 1 }] });

const requiredList = z
  .array(required)
  .meta({ description: 'a list of groups that must approve', examples: [[{ group: 'S0DBA0001', min: 1 }]] });

const clusterNames = z
  .array(dnsLabel)
  .min(1)
  .meta({ description: 'at least one cluster, by its name here', examples: [['prod']] });

const match = z
  .strictObject({
    tags: tagsSchema.optional(),
    ids: idsSchema.optional(),
    clusters: clusterNames.optional(),
    forAtMost: duration('7d').optional(),
  })
  .meta({
    description: 'tags or ids of the instance, the cluster, how long; all that is given must hold',
    examples: [{ tags: { env: 'prod' } }],
  })
  .transform(({ forAtMost, ...rest }) => ({ ...rest, forAtMostMs: forAtMost }));

const breakGlass = z
  .strictObject({ by: z.array(personOrGroup).min(1), maxGrant: duration('4h') })
  .transform(({ by, maxGrant }) => ({ by, maxGrantMs: maxGrant }));

const rule = z
  .strictObject({
    match: match.prefault({}),
    require: requiredList.default([]),
    autoApprove: yesOrNo('whether nobody needs to approve').default(false),
    enforceNamespaces: yesOrNo('whether the cluster must keep other namespaces out of the pool').default(false),
    crossVpc: yesOrNo('whether the instance may be in another VPC').default(false),
    standing: z
      .strictObject({ reviewEvery: duration('90d') })
      .transform(({ reviewEvery }) => ({ reviewEveryMs: reviewEvery }))
      .optional(),
    breakGlass: breakGlass.optional(),
    escalateTo: personOrGroup.optional(),
    extendOnceFreely: yesOrNo('whether a grant may be extended once without approval').default(false),
  })
  .meta({
    description: 'a rule: match, and require or autoApprove',
    examples: [{ match: { tags: { env: 'prod' } }, require: [{ group: 'S0DBA0001', min: 1 }] }],
  })
  .superRefine((value, context) => {
    const report = (path: string, message: string, example: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { example } });
    const isNarrow = value.match.tags !== undefined || value.match.ids !== undefined;
    if (value.autoApprove && !isNarrow) {
      report('match', 'tags or ids, because autoApprove is set', 'match: { tags: { env: dev } }');
    }
    if (value.autoApprove && value.require.length > 0) {
      report('require', 'nothing, because autoApprove is set', 'autoApprove: true');
    }
    if (!value.autoApprove && value.require.length === 0) {
      report('require', 'at least one group, or autoApprove: true', 'require: [{ group: S0DBA0001, min: 1 }]');
    }
  });

/** `approvals`: who decides about what. Without a fallback, what no rule matches is refused. */
export const approvalsSchema = z
  .strictObject({
    requestTtl: duration('24h').prefault('24h'),
    minGrant: duration('1m').prefault('1m'),
    maxGrant: duration('90d').prefault('90d'),
    widestPrefix: wholeNumber({
      ...{ min: 8, max: 28, example: 20 },
      description: 'the shortest prefix, so the widest CIDR, that may be let in',
    }).default(defaultWidestPrefix),
    reasonRequired: yesOrNo('whether a request must say why').default(true),
    remindEvery: z.array(duration('15m')).prefault(['15m', '1h', '4h']),
    rules: z.array(rule).default([]),
    fallback: z.strictObject({ require: requiredList.min(1) }).optional(),
    create: z.strictObject({ require: requiredList.default([]) }).prefault({}),
  })
  .meta({ description: 'who decides', examples: [{ requestTtl: '24h' }] })
  .superRefine(({ minGrant, maxGrant }, context) => {
    if (minGrant <= maxGrant) return;
    const message = 'at least minGrant';
    context.addIssue({ code: 'custom', path: ['maxGrant'], message, params: { example: '90d' } });
  })
  .transform(({ requestTtl, minGrant, maxGrant, remindEvery, ...rest }) => ({
    ...rest,
    requestTtlMs: requestTtl,
    minGrantMs: minGrant,
    maxGrantMs: maxGrant,
    remindEveryMs: remindEvery,
  }));
