import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from '../../emulators/world/world.ts';
import { serviceEnvironment } from '../support/service-config.ts';

/** A role of the service in a process that can be killed and frozen. */
export interface ServiceProcess {
  role: 'bot' | 'worker';
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts `src/main.ts` with this Node, as it would run in production but for the time scale. */
export function startServiceProcess(o: {
  world: World;
  redisUrl: string;
  role: 'bot' | 'worker';
  /** Merged over the YAML. */
  file?: Record<string, unknown>;
}): ServiceProcess {
  const { world, role } = o;
  const { env, yaml } = serviceEnvironment({
    ...o,
    endpoints: {
      cloud: world.alicloud.url,
      slackApi: world.slack.apiUrl,
      kubeconfig: world.kubernetes.kubeconfig(),
    },
    transport: 'socket',
  });
  const configPath = join(mkdtempSync(join(tmpdir(), 'egress-pool-faults-')), 'egress-pool.yaml');
  writeFileSync(configPath, yaml);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main], {
    env: { PATH, HOME, ...env, EGRESS_POOL_CONFIG: configPath },
    stdio: ['ignore', process.env.TEST_LOG_LEVEL ? 'inherit' : 'ignore', 'inherit'],
  });
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  return {
    role,
    kill: () => kill(child),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
