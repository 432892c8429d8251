import { type AlicloudEmulator, startAlicloudEmulator } from '../alicloud/alicloud.ts';
import type { AlicloudSeed } from '../alicloud/alicloud-seed.ts';
import { demoSeed } from '../alicloud/seed.ts';
import type { SettingsChange } from '../alicloud/settings.ts';
import { createEmulatorClock } from '../clock/clock.ts';
import type { KubernetesClusterSeed } from '../kubernetes/cluster.ts';
import { type KubernetesEmulator, startKubernetesEmulator } from '../kubernetes/kubernetes.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack/slack.ts';
import { slackSeed } from './slack-seed.ts';

/** Alibaba Cloud, its clusters and Slack, started together and connected: everything the service talks to. */
export interface World {
  readonly scale: number;
  readonly seed: AlicloudSeed;
  alicloud: AlicloudEmulator;
  kubernetes: KubernetesEmulator;
  slack: SlackEmulator;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** How many times faster virtual time passes. */
  scale: number;
  /** Default: the demo's account. */
  seed?: AlicloudSeed;
  cloud?: SettingsChange;
  /** Where Slack delivers signed HTTP; Socket Mode when not given. */
  requestUrl?: string | undefined;
  /** Port of the Slack page; any free one by default. */
  slackPort?: number | undefined;
  host?: string | undefined;
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { scale } = options;
  const seed = options.seed ?? demoSeed();
  const clock = createEmulatorClock(scale);
  const alicloud = await startAlicloudEmulator({ clock, seed, settings: options.cloud ?? {} });
  const kubernetes = await startKubernetesEmulator({
    clock,
    machines: alicloud.machines,
    endpoints: alicloud.endpoints,
    clusters: seed.clusters.map((cluster) => kubernetesSeed(seed, cluster)),
  });
  for (const { clusterId } of seed.clusters) {
    const cluster = alicloud.state.clusters.get(clusterId);
    if (cluster) cluster.kubeconfig = kubernetes.kubeconfig({ clusterId });
  }
  const slack = await startSlackEmulator({
    clock: createEmulatorClock(1),
    seed: slackSeed({ requestUrl: options.requestUrl }),
    ...(options.slackPort === undefined ? {} : { port: options.slackPort }),
    ...(options.host === undefined ? {} : { host: options.host }),
  });
  return {
    scale,
    seed,
    alicloud,
    kubernetes,
    slack,
    async close() {
      await Promise.all([slack.close(), kubernetes.close(), alicloud.close()]);
    },
  };
}

/** The cluster behind an ACK cluster of the seed: its own pods take addresses of the vSwitches named `*-pods-*`. */
function kubernetesSeed(seed: AlicloudSeed, cluster: AlicloudSeed['clusters'][number]): KubernetesClusterSeed {
  const pods = seed.vSwitches.filter(
    ({ vpcId, name }) =>
      vpcId === cluster.vpcId && name?.startsWith(cluster.name === 'prod' ? 'pods-' : `${cluster.name}-pods-`),
  );
  return {
    clusterId: cluster.clusterId,
    name: cluster.name,
    network: cluster.network,
    ipamType: 'default',
    token: `token-${cluster.name}`,
    namespaces: ['egress-pool', 'payments'],
    ...(cluster.network === 'terway'
      ? {
          eniConfig: {
            vswitches: Object.fromEntries(pods.map(({ zoneId, vSwitchId }) => [zoneId, [vSwitchId]])),
            security_group: 'sg-2zeprod',
          },
        }
      : { ...(cluster.containerCidr === undefined ? {} : { podCidr: cluster.containerCidr }) }),
  };
}
