import type { Limits } from '../../limits/limits.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Cloud, CloudEndpoints, Clouds } from '../cloud.ts';
import { createAckApi } from './ack.ts';
import { type CallDeps, createCaller } from './call.ts';
import { createCallObserver } from './call-observer.ts';
import { createSdkClients, type SdkClients } from './clients.ts';
import type { Credentials } from './credentials.ts';
import { createEcsApi } from './ecs.ts';
import { createRdsApi } from './rds.ts';
import { createSharedReads } from './shared-reads.ts';
import { createVpcApi } from './vpc.ts';

export interface CloudsDeps {
  credentials: Credentials;
  limits: Limits;
  clock: Clock;
  metrics: Metrics;
  log: Logger;
  /** For regions that name none of their own. */
  endpoints: CloudEndpoints;
  /** Wire time, at most 30 s; see `defaultWhitelistWriteMs`. */
  whitelistWriteMs: number;
}

/** Clouds that speak to Alibaba Cloud; one `Cloud` per region and endpoints, so that its shared reads are shared. */
export function createClouds(deps: CloudsDeps): Clouds {
  const clients = createSdkClients(deps.credentials.forSdk);
  const regions = new Map<string, Cloud>();
  return {
    inRegion(regionId, own = {}) {
      const endpoints = {
        vpc: own.vpc ?? deps.endpoints.vpc,
        cs: own.cs ?? deps.endpoints.cs,
        ecs: own.ecs ?? deps.endpoints.ecs,
        rds: own.rds ?? deps.endpoints.rds,
      };
      const key = JSON.stringify([regionId, endpoints]);
      const cloud = regions.get(key) ?? createCloud({ deps, clients, regionId, endpoints });
      regions.set(key, cloud);
      return cloud;
    },
  };
}

interface Region {
  deps: CloudsDeps;
  clients: SdkClients;
  regionId: string;
  endpoints: CloudEndpoints;
}

function createCloud({ deps, clients, regionId, endpoints }: Region): Cloud {
  const shared = createSharedReads(deps.clock);
  const callDeps: CallDeps = { ...deps, observe: createCallObserver(deps), dropShared: shared.drop };
  const part = <Sdk>(load: () => Promise<Sdk>) => ({ regionId, shared, call: createCaller(callDeps, load) });
  return {
    vpc: createVpcApi(part(() => clients.vpc({ regionId, endpoint: endpoints.vpc }))),
    ack: createAckApi(part(() => clients.cs({ regionId, endpoint: endpoints.cs }))),
    ecs: createEcsApi(part(() => clients.ecs({ regionId, endpoint: endpoints.ecs }))),
    rds: createRdsApi(
      part(() => clients.rds({ regionId, endpoint: endpoints.rds })),
      deps.whitelistWriteMs,
    ),
  };
}
