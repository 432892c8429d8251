import { startAlicloudEmulator } from '../../../emulators/alicloud/alicloud.ts';
import { demoSeed } from '../../../emulators/alicloud/seed.ts';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { createClouds } from '../../../src/cloud/alibaba/clouds.ts';
import { createCredentials } from '../../../src/cloud/alibaba/credentials.ts';
import { defaultWhitelistWriteMs } from '../../../src/cloud/alibaba/rds-whitelist.ts';
import type { Cloud } from '../../../src/cloud/cloud.ts';
import type { Limits } from '../../../src/limits/limits.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics, type Metrics } from '../../../src/platform/metrics.ts';

export interface CloudUnderTest {
  cloud: Cloud;
  close(): Promise<void>;
}

/**
 * What the suite runs against. `CONTRACT_CLOUD_URL` names another stand-in that holds the same seed and takes the same
 * keys; without it an emulator is started, at a hundred times the speed.
 */
export async function openCloudUnderTest(): Promise<CloudUnderTest> {
  const url = process.env.CONTRACT_CLOUD_URL;
  if (url !== undefined) return { cloud: cloudAt(url), close: async () => {} };
  const emulator = await startFastAlicloud();
  return { cloud: cloudAt(emulator.url), close: () => emulator.close() };
}

const kubeconfig = 'apiVersion: v1\nkind: Config\n';

export function startFastAlicloud() {
  const seed = demoSeed();
  return startAlicloudEmulator({
    clock: createEmulatorClock(100),
    seed: { ...seed, clusters: seed.clusters.map((cluster) => ({ ...cluster, kubeconfig })) },
    settings: { autoReady: true },
  });
}

export interface CloudOptions {
  /** The adapter's own clock; default the system's. */
  now?: () => number;
  limits?: Limits;
  metrics?: Metrics;
  writeLog?: (line: string) => void;
  variables?: Record<string, string>;
  whitelistWriteMs?: number;
}

export function cloudAt(url: string, options: CloudOptions = {}): Cloud {
  const [key] = demoSeed().accessKeys;
  const clock = createClock(1, options.now);
  const variables = options.variables ?? {
    ALIBABA_CLOUD_ACCESS_KEY_ID: key?.id ?? '',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: key?.secret ?? '',
  };
  const clouds = createClouds({
    credentials: createCredentials({ variables, clock }),
    limits: options.limits ?? { take: async () => ({ ok: true }), block: async () => {} },
    clock,
    metrics: options.metrics ?? createMetrics(),
    log: createLogger({ level: 'debug', write: options.writeLog ?? (() => {}) }),
    endpoints: { vpc: url, cs: url, ecs: url, rds: url },
    whitelistWriteMs: options.whitelistWriteMs ?? defaultWhitelistWriteMs,
  });
  return clouds.inRegion('cn-beijing');
}
