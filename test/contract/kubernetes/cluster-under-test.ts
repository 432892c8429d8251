import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AlicloudEmulator, startAlicloudEmulator } from '../../../emulators/alicloud/alicloud.ts';
import { demoSeed } from '../../../emulators/alicloud/seed.ts';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { type KubernetesEmulator, startKubernetesEmulator } from '../../../emulators/kubernetes/kubernetes.ts';
import { createClusters } from '../../../src/kubernetes/client-node/clusters.ts';
import type { Kubernetes } from '../../../src/kubernetes/kubernetes.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';

export interface ClusterUnderTest {
  kubernetes: Kubernetes;
  close(): Promise<void>;
}

/**
 * What the suite runs against: the context `CONTRACT_KUBE_CONTEXT` of the kubeconfig `CONTRACT_KUBECONFIG`, or an
 * emulated cluster on an emulated cloud, at a hundred times the speed.
 */
export async function openClusterUnderTest(): Promise<ClusterUnderTest> {
  const kubeconfigPath = process.env.CONTRACT_KUBECONFIG;
  const context = process.env.CONTRACT_KUBE_CONTEXT ?? 'prod';
  if (kubeconfigPath !== undefined) {
    return { kubernetes: kubernetesAt(kubeconfigPath, { context }), close: async () => {} };
  }
  return startFastKubernetes();
}

export async function startFastKubernetes(): Promise<
  ClusterUnderTest & { emulator: KubernetesEmulator; alicloud: AlicloudEmulator }
> {
  const clock = createEmulatorClock(100);
  const alicloud = await startAlicloudEmulator({ clock, seed: demoSeed() });
  const vswitches = { 'cn-beijing-h': ['vsw-2zepods-h'], 'cn-beijing-g': ['vsw-2zepods-g'] };
  const emulator = await startKubernetesEmulator({
    clock,
    machines: alicloud.machines,
    endpoints: alicloud.endpoints,
    clusters: [{ clusterId, name: 'prod', network: 'terway', token: 'secret-1', eniConfig: { vswitches } }],
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'kubeconfig-'));
  const kubeconfigPath = path.join(folder, 'config');
  await writeFile(kubeconfigPath, emulator.kubeconfig());
  return {
    emulator,
    alicloud,
    kubernetes: kubernetesAt(kubeconfigPath, { context: 'prod' }),
    close: async () => {
      clock.stop();
      await emulator.close();
      await alicloud.close();
      await rm(folder, { recursive: true });
    },
  };
}

export const clusterId = 'c82e6987e2961451182edacd74faf0000';

export function kubernetesAt(kubeconfigPath: string, o: { context: string; deadlineMs?: number }): Kubernetes {
  return createClusters({
    clusters: [{ name: 'prod', source: { context: o.context } }],
    kubeconfigPath,
    clock: createClock(1),
    metrics: createMetrics(),
    log: createLogger({ level: 'silent' }),
    deadlineMs: o.deadlineMs,
  }).cluster('prod');
}
