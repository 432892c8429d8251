import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as demo from '../../demo/service-environment.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';

export interface ServiceConfigOptions extends Omit<demo.ServiceSettings, 'endpoints' | 'kubeconfigPath' | 'logLevel'> {
  /** Where the service finds the cloud, Slack and Kubernetes: the emulators themselves, or gates before them. */
  endpoints: { cloud: string; slackApi: string; kubeconfig: string };
}

/** The environment and the YAML file that make the service run against the emulators, as its own loader reads them. */
export function serviceEnvironment(options: ServiceConfigOptions): { env: Record<string, string>; yaml: string } {
  const kubeconfigPath = join(temporaryFolder(), `kubeconfig-${Math.random().toString(36).slice(2)}`);
  writeFileSync(kubeconfigPath, options.endpoints.kubeconfig);
  const logLevel = process.env.TEST_LOG_LEVEL ?? 'silent';
  // Nothing is measured or looked over in the background unless a test is about that.
  const file = { capacity: { every: '1d' }, drift: { every: '1d' }, ...options.file };
  return demo.serviceEnvironment({ ...options, file, kubeconfigPath, logLevel });
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

let folder: string | undefined;

/** One for this process, gone with it. */
function temporaryFolder(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'egress-pool-config-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}
