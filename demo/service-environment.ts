import { stringify } from 'yaml';
import type { World } from '../emulators/world/world.ts';

export interface ServiceSettings {
  world: Pick<World, 'scale' | 'seed'>;
  redisUrl: string;
  /** Where the service finds the cloud and Slack: the emulators themselves, or gates before them. */
  endpoints: { cloud: string; slackApi: string };
  kubeconfigPath: string;
  logLevel: string;
  role?: 'all' | 'bot' | 'worker';
  transport?: 'socket' | 'http';
  /** Merged over the YAML. */
  file?: Record<string, unknown>;
  /** Default: any free one. */
  port?: number;
}

/** The environment and the YAML file that make the service run against the emulated world. */
export function serviceEnvironment(settings: ServiceSettings): { env: Record<string, string>; yaml: string } {
  const { world, role = 'all' } = settings;
  const env = {
    ...(role === 'worker' ? {} : slackSecrets(settings)),
    ...(role === 'bot' ? {} : cloudAccess(settings)),
    SLACK_API_URL: settings.endpoints.slackApi,
    HOST: '127.0.0.1',
    PORT: String(settings.port ?? 0),
    REDIS_URL: settings.redisUrl,
    EGRESS_POOL_ROLE: role,
    EGRESS_POOL_TIME_SCALE: String(world.scale),
    LOG_LEVEL: settings.logLevel,
  };
  return { env, yaml: stringify({ ...fileOf(world.seed), ...settings.file }) };
}

function slackSecrets({ transport }: ServiceSettings): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: 'xoxb-demo-bot-token',
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: 'xapp-demo-app-token' }
      : { SLACK_SIGNING_SECRET: 'demo-signing-secret' }),
  };
}

function cloudAccess({ world, endpoints, kubeconfigPath }: ServiceSettings): Record<string, string> {
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: world.seed.accessKeys[0]?.id ?? '',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: world.seed.accessKeys[0]?.secret ?? '',
    ALIBABA_CLOUD_VPC_ENDPOINT: endpoints.cloud,
    ALIBABA_CLOUD_CS_ENDPOINT: endpoints.cloud,
    ALIBABA_CLOUD_ECS_ENDPOINT: endpoints.cloud,
    ALIBABA_CLOUD_RDS_ENDPOINT: endpoints.cloud,
    KUBECONFIG: kubeconfigPath,
  };
}

/** Two groups decide about production; development decides by itself. A reminder comes after minutes, not seconds. */
const approvals = {
  remindEvery: ['4h', '12h'],
  rules: [
    {
      match: { tags: { env: 'prod' } },
      require: [{ group: 'S0DBA0001' }, { group: 'S0SEC0001' }],
      enforceNamespaces: true,
      standing: { reviewEvery: '90d' },
      breakGlass: { by: ['S0PLATFORM'], maxGrant: '4h' },
    },
    { match: { tags: { env: 'dev' } }, autoApprove: true },
  ],
  fallback: { require: [{ group: 'S0PLATFORM' }] },
};

function fileOf(seed: World['seed']) {
  return {
    installation: 'acme-demo',
    clusters: seed.clusters.map((cluster) => ({
      name: cluster.name,
      id: cluster.clusterId,
      region: cluster.regionId,
      kubernetes: { context: cluster.name },
      ...(cluster.network === 'terway' ? { poolCidrs: ['10.64.128.0/17'] } : {}),
      tags: { 'cost-center': 'cc-4711' },
      nodePool: { instanceTypes: ['ecs.g7.xlarge'], nodes: 2 },
    })),
    databases: [{ region: 'cn-beijing', tags: { team: 'payments' } }],
    requesters: ['S0ENG00001'],
    operators: ['S0PLATFORM'],
    approvals,
    channels: { approvals: 'C0APPROVE1', capacity: 'C0CAPACITY', audit: 'C0AUDIT001' },
    canary: { image: 'registry-vpc.cn-beijing.aliyuncs.com/acme/netcheck:1', namespace: 'egress-pool' },
  };
}
