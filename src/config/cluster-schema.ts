import { z } from 'zod';
import { overlaps, parseCidr } from '../domain/cidr.ts';
import { costTagsSchema } from './cost-tags-schema.ts';
import {
  cidr,
  clusterId,
  dnsLabel,
  endpoint,
  instanceType,
  nonEmpty,
  region,
  vSwitchId,
  wholeNumber,
  zone,
} from './fields.ts';
import { refuseRepeats } from './refuse-repeats.ts';

const kubernetes = z
  .union([
    z.strictObject({ context: nonEmpty('a context of the kubeconfig', 'prod') }),
    z.strictObject({ inCluster: z.literal(true) }),
    z.strictObject({ kubeconfigFrom: z.literal('ack') }),
  ])
  .meta({
    description: 'how to reach the API: { context: <name> }, { inCluster: true } or { kubeconfigFrom: ack }',
    examples: [{ context: 'prod' }],
  });

const nodePool = z
  .strictObject({
    instanceTypes: z
      .array(instanceType)
      .min(1)
      .meta({ description: 'at least one ECS instance type, the preferred one first', examples: [['ecs.g7.xlarge']] }),
    systemDiskGib: wholeNumber({
      min: 40,
      max: 2048,
      description: 'size of the system disk in GiB',
      example: 120,
    }).default(120),
    nodes: wholeNumber({ min: 1, max: 1000, description: 'nodes of a new pool in all', example: 2 }).default(2),
  })
  .meta({ description: 'what the nodes of a pool are', examples: [{ instanceTypes: ['ecs.g7.xlarge'] }] });

const poolCidrs = z
  .array(cidr)
  .default([])
  .superRefine((values, context) => {
    const blocks = values.map((value) => parseCidr(value));
    blocks.forEach((block, index) => {
      const earlier = blocks.findIndex(
        (other, at) => at < index && block !== undefined && other !== undefined && overlaps(block, other),
      );
      if (earlier < 0) return;
      const message = `a block apart from ${values[earlier]}`;
      context.addIssue({ code: 'custom', path: [index], message, params: { example: '10.65.0.0/17' } });
    });
  });

const cluster = z
  .strictObject({
    name: dnsLabel,
    id: clusterId,
    region,
    network: z
      .enum(['auto', 'terway', 'flannel'])
      .default('auto')
      .meta({ description: 'auto, terway or flannel', examples: ['auto'] }),
    kubernetes,
    poolCidrs,
    nodeVSwitches: z
      .record(zone, vSwitchId)
      .default({})
      .meta({ description: 'zone: vSwitch of the nodes', examples: [{ 'cn-beijing-h': 'vsw-2zeabc' }] }),
    tags: costTagsSchema,
    nodePool,
    endpoints: z
      .strictObject({
        vpc: endpoint('https://vpc.cn-beijing.aliyuncs.com').optional(),
        cs: endpoint('https://cs.cn-beijing.aliyuncs.com').optional(),
        ecs: endpoint('https://ecs.cn-beijing.aliyuncs.com').optional(),
      })
      .default({})
      .meta({
        description: 'vpc, cs and ecs: where the APIs of this cluster are',
        examples: [{ vpc: 'vpc.example.com' }],
      }),
  })
  .meta({ description: 'a cluster: name, id, region, kubernetes and nodePool at least', examples: [{ name: 'prod' }] });

/** `clusters`: where pools may be made. Names and ids do not repeat. */
export const clustersSchema = z
  .array(cluster)
  .min(1)
  .meta({ description: 'a list of at least one cluster', examples: [[{ name: 'prod' }]] })
  .superRefine((clusters, context) => {
    refuseRepeats(
      clusters.map(({ name }) => name),
      { context, path: (index) => [index, 'name'], example: 'prod-2' },
    );
    refuseRepeats(
      clusters.map(({ id }) => id),
      { context, path: (index) => [index, 'id'], example: 'c0123456789' },
    );
  });
