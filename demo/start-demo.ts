import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../emulators/world/world.ts';
import type { Cleanup } from './cleanup.ts';
import { emptyRedis } from './empty-redis.ts';
import { freePort } from './free-port.ts';
import { serviceEnvironment } from './service-environment.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

/** Redis, the emulated world and the real service, running. */
export interface Demo {
  world: World;
  service: ServiceProcess;
  logPath: string;
}

export interface DemoParts {
  scale: number;
  /** Of the Slack page; a free one when it is taken. */
  port: number;
  cleanup: Cleanup;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** Starts everything; whatever is started is in `cleanup` before the next thing is. */
export async function startDemo({ scale, port, cleanup, signal, say }: DemoParts): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'egress-pool-demo-'));
  cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  const redis = await emptyRedis();
  cleanup.add(() => redis.stop());
  say(redis.says);
  signal.throwIfAborted();
  const world = await startWorld({ scale, slackPort: await freePort(port) });
  cleanup.add(() => world.close());
  signal.throwIfAborted();
  const logPath = join(folder, 'service.log');
  const service = await startService({ world, redisUrl: redis.url, folder, logPath });
  cleanup.add(() => service.stop());
  await service.ready(signal);
  return { world, service, logPath };
}

async function startService(o: { world: World; redisUrl: string; folder: string; logPath: string }) {
  const { world, redisUrl, folder, logPath } = o;
  const kubeconfigPath = join(folder, 'kubeconfig');
  const configPath = join(folder, 'egress-pool.yaml');
  const port = await freePort();
  const { env, yaml } = serviceEnvironment({
    world,
    redisUrl,
    endpoints: { cloud: world.alicloud.url, slackApi: world.slack.apiUrl },
    kubeconfigPath,
    logLevel: 'info',
    transport: 'socket',
    port,
  });
  writeFileSync(kubeconfigPath, world.kubernetes.kubeconfig(), { mode: 0o600 });
  writeFileSync(configPath, yaml);
  return startServiceProcess({ env: { ...env, EGRESS_POOL_CONFIG: configPath }, port, logPath });
}
