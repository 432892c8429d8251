import { readFileSync } from 'node:fs';
import type { Environment } from '../../../src/config/environment.ts';
import { loadConfig } from '../../../src/config/load-config.ts';

const root = new URL('../../../', import.meta.url);

/** A file of the repository, by its path from the root. */
export const repositoryText = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** The smallest environment and file that are complete. */
export const smallEnvironment: Environment = {
  REDIS_URL: 'redis://127.0.0.1:6379',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'key',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'hunter2',
};
export const smallFile = `
installation: acme
clusters:
  - { name: prod, id: c1, region: cn-beijing, kubernetes: { context: prod }, nodePool: { instanceTypes: [ecs.g7.xlarge] } }
requesters: [S0ENG00001]
`;

export const load = (env: Environment = {}, yaml = smallFile) =>
  loadConfig({ ...smallEnvironment, ...env }, () => yaml);

/** The problems of a configuration that must have some. */
export function problemsOf(env: Environment = {}, yaml = smallFile) {
  const loaded = load(env, yaml);
  return loaded.ok ? [] : loaded.problems;
}

/** The configuration that must have no problems. */
export function configOf(env: Environment = {}, yaml = smallFile) {
  const loaded = load(env, yaml);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded.config;
}
