import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../demo/free-port.ts';
import { serviceEnvironment } from '../demo/service-environment.ts';
import { startServiceProcess } from '../demo/service-process.ts';
import type { World } from '../emulators/world/world.ts';

/** The real service in a process of its own, and what its own metrics say about that process. */
export interface ServiceUnderBench {
  url: string;
  startedInMs: number;
  usage(): Promise<{ rssMb: number; cpuMs: number }>;
  stop(): Promise<void>;
}

export async function startServiceUnderBench(o: {
  world: World;
  redisUrl: string;
  role: 'bot' | 'worker';
  file?: Record<string, unknown>;
  port?: number;
}): Promise<ServiceUnderBench> {
  const { world, redisUrl, role } = o;
  const folder = mkdtempSync(join(tmpdir(), 'egress-pool-bench-'));
  const port = o.port ?? (await freePort());
  const kubeconfigPath = join(folder, 'kubeconfig');
  writeFileSync(kubeconfigPath, world.kubernetes.kubeconfig());
  const settings = {
    ...{ world, redisUrl, role, port, kubeconfigPath, logLevel: 'warn' },
    transport: 'http' as const,
    endpoints: { cloud: world.alicloud.url, slackApi: world.slack.apiUrl },
    ...(o.file ? { file: o.file } : {}),
  };
  const { env, yaml } = serviceEnvironment(settings);
  const configPath = join(folder, 'egress-pool.yaml');
  writeFileSync(configPath, yaml);
  const run = builtService(role);
  const startedAt = performance.now();
  const process = startServiceProcess({
    env: { ...env, EGRESS_POOL_CONFIG: configPath },
    port,
    logPath: join(folder, 'service.log'),
    run,
  });
  await process.ready(AbortSignal.timeout(60_000));
  const startedInMs = performance.now() - startedAt;
  return {
    url: `http://127.0.0.1:${port}`,
    startedInMs,
    usage: () => readUsage(port),
    async stop() {
      await process.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `npm start` runs: the built service, built here once. */
function builtService(role: 'bot' | 'worker'): string[] {
  main ??= build();
  return ['--max-semi-space-size=8', `--max-old-space-size=${heapMb[role]}`, main];
}

/** What Node takes in the containers of deploy/kubernetes: half of their memory. Without a bound, garbage is measured. */
const heapMb = { bot: 256, worker: 384 };
let main: string | undefined;

function build(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: 'inherit' });
  return join(root, 'dist/main.js');
}

/** What the metrics of a process say about it. */
export async function readUsage(port: number): Promise<{ rssMb: number; cpuMs: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    rssMb: read('process_resident_memory_bytes') / 2 ** 20,
    cpuMs: read('process_cpu_seconds_total') * 1_000,
  };
}
