import { z } from 'zod';
import { endpoint, nonEmpty, rdsId, region } from './fields.ts';

/** Tags that an RDS instance must carry, all of them. */
export const tagsSchema = z
  .record(nonEmpty('a tag key', 'team'), nonEmpty('a tag value', 'payments'))
  .refine((tags) => Object.keys(tags).length > 0)
  .meta({ description: 'at least one tag, key: value', examples: [{ team: 'payments' }] });

export const idsSchema = z
  .array(rdsId)
  .min(1)
  .meta({ description: 'at least one id of an RDS instance', examples: [['rm-2zeabc']] });

const database = z
  .strictObject({
    region,
    tags: tagsSchema.optional(),
    ids: idsSchema.optional(),
    endpoint: endpoint('https://rds.aliyuncs.com').optional(),
  })
  .meta({
    description: 'a region and either tags or ids',
    examples: [{ region: 'cn-beijing', tags: { team: 'payments' } }],
  })
  .superRefine(({ tags, ids }, context) => {
    if ((tags === undefined) !== (ids === undefined)) return;
    const message = 'either tags or ids';
    context.addIssue({ code: 'custom', path: [], message, params: { example: 'tags: { team: payments }' } });
  });

/** `databases`: which instances may be asked for; none by default. */
export const databasesSchema = z
  .array(database)
  .default([])
  .meta({ description: 'a list of scopes', examples: [[{ region: 'cn-beijing', tags: { team: 'payments' } }]] });
