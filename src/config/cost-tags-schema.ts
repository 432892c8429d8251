import { z } from 'zod';

/** A resource takes 20: three are our marker, and ACK puts some of its own on node pools (alicloud.md section 9). */
const mostTags = 10;
/** Prefixes that the cloud, ACK, Terway or we read a meaning out of. */
const reserved = /^(aliyun|acs:|ack\.|k8s\.|kubernetes|egress-pool|creator$)/i;

const key = z
  .string()
  .regex(/^[^\s](.{0,126}[^\s])?$/u)
  .refine((text) => !reserved.test(text) && !/https?:\/\//.test(text))
  .meta({
    description:
      'a tag key of at most 128 characters, not one of egress-pool, ACK or the cloud (egress-pool, ack., k8s., aliyun, acs:, creator)',
    examples: ['cost-center'],
  });
const value = z
  .string()
  .max(128)
  .refine((text) => !/https?:\/\//.test(text))
  .meta({ description: 'a tag value of at most 128 characters', examples: ['payments'] });

/** `clusters[].tags`: what is put on the vSwitches and node pools of pools, for those who share the bill. */
export const costTagsSchema = z
  .record(key, value)
  .default({})
  .refine((tags) => Object.keys(tags).length <= mostTags)
  .meta({ description: `at most ${mostTags} tags, key: value`, examples: [{ 'cost-center': 'payments' }] });
