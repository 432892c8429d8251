import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { World } from '../../emulators/world/world.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';

export interface ServiceConfigOptions {
  world: Pick<World, 'scale' | 'seed' | 'kubernetes'>;
  redisUrl: string;
  /** Where the service finds the cloud, Slack and Kubernetes: the emulators themselves, or gates before them. */
  endpoints: { cloud: string; slackApi: string; kubeconfig: string };
  role?: 'all' | 'bot' | 'worker';
  transport?: 'socket' | 'http';
  /** Merged over the YAML. */
  file?: Record<string, unknown>;
  port?: number;
}

/** The environment and the YAML file that make the service run against the emulators, as its own loader reads them. */
export function serviceEnvironment(options: ServiceConfigOptions): { env: Record<string, string>; yaml: string } {
  const { world, endpoints, role = 'all' } = options;
  const kubeconfigPath = join(tmpdir(), `egress-pool-kubeconfig-${process.pid}-${Math.random().toString(36).slice(2)}`);
  writeFileSync(kubeconfigPath, endpoints.kubeconfig);
  const slack = {
    SLACK_BOT_TOKEN: 'xoxb-demo-bot-token',
    ...(options.transport === 'socket'
      ? { SLACK_APP_TOKEN: 'xapp-demo-app-token' }
      : { SLACK_SIGNING_SECRET: 'demo-signing-secret' }),
  };
  const cloud = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: world.seed.accessKeys[0]?.id ?? '',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: world.seed.accessKeys[0]?.secret ?? '',
    ALIBABA_CLOUD_VPC_ENDPOINT: endpoints.cloud,
    ALIBABA_CLOUD_CS_ENDPOINT: endpoints.cloud,
    ALIBABA_CLOUD_ECS_ENDPOINT: endpoints.cloud,
    ALIBABA_CLOUD_RDS_ENDPOINT: endpoints.cloud,
    KUBECONFIG: kubeconfigPath,
  };
  const env = {
    ...(role === 'worker' ? {} : slack),
    ...(role === 'bot' ? {} : cloud),
    SLACK_API_URL: endpoints.slackApi,
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    REDIS_URL: options.redisUrl,
    EGRESS_POOL_ROLE: role,
    EGRESS_POOL_TIME_SCALE: String(world.scale),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
  };
  return { env, yaml: stringify({ ...fileOf(world.seed), ...options.file }) };
}

/** The same, loaded. Fails with every problem when the loader refuses it. */
export function serviceConfig(options: ServiceConfigOptions): Config {
  const { env, yaml } = serviceEnvironment(options);
  const loaded = loadConfig(env, () => yaml);
  if (loaded.ok) return loaded.config;
  throw new Error(
    loaded.problems.map(({ path, expected, found }) => `${path}: ${expected}, found ${found}`).join('\n'),
  );
}

function fileOf(seed: World['seed']) {
  return {
    installation: 'acme-demo',
    clusters: seed.clusters.map((cluster) => ({
      name: cluster.name,
      id: cluster.clusterId,
      region: cluster.regionId,
      kubernetes: { context: cluster.name },
      ...(cluster.network === 'terway' ? { poolCidrs: ['10.64.128.0/17'] } : {}),
      nodePool: { instanceTypes: ['ecs.g7.xlarge'], nodes: 2 },
    })),
    databases: [{ region: 'cn-beijing', tags: { team: 'payments' } }],
    requesters: ['S0ENG00001'],
    operators: ['S0PLATFORM'],
    channels: { approvals: 'C0APPROVE1', capacity: 'C0CAPACITY', audit: 'C0AUDIT001' },
    canary: { image: 'registry-vpc.cn-beijing.aliyuncs.com/acme/netcheck:1', namespace: 'egress-pool' },
  };
}
