import type { World } from '../../../emulators/world/world.ts';
import { cloudApi, kubernetesApi, slackApi } from './gate-apis.ts';
import { createGatekeeper, type Gatekeeper } from './gatekeeper.ts';
import { openHttpGate } from './http-gate.ts';
import { openInboundGate } from './inbound-gate.ts';
import { openRedisGate } from './redis-gate.ts';

/** The only ways into and out of one instance of the service. */
export interface Gates {
  keeper: Gatekeeper;
  redisUrl: string;
  endpoints: { cloud: string; slackApi: string; kubeconfig: string };
  /** Where Slack delivers to this instance. */
  requestUrl: string;
  /** Tells the way in where the instance listens. */
  leadTo(url: string): void;
}

export async function openGates(o: { world: World; redisUrl: string }): Promise<Gates> {
  const { world } = o;
  const keeper = createGatekeeper();
  const kubernetesUrl = new URL(world.kubernetes.url(world.seed.clusters[0]?.clusterId ?? '')).origin;
  const slackUrl = new URL(world.slack.apiUrl);
  const [cloud, kubernetes, slack, redis, inbound] = await Promise.all([
    openHttpGate({ target: world.alicloud.url, api: cloudApi, keeper }),
    openHttpGate({ target: kubernetesUrl, api: kubernetesApi, keeper }),
    openHttpGate({ target: slackUrl.origin, api: slackApi, keeper }),
    openRedisGate({ target: o.redisUrl, keeper }),
    openInboundGate(keeper),
  ]);
  return {
    keeper,
    redisUrl: redis.url,
    endpoints: {
      cloud: cloud.url,
      slackApi: `${slack.url}${slackUrl.pathname}`,
      kubeconfig: world.kubernetes.kubeconfig().replaceAll(kubernetesUrl, kubernetes.url),
    },
    requestUrl: `${inbound.url}/slack/events`,
    leadTo: inbound.leadTo,
  };
}
