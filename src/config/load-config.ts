import { assembleConfig, type Config } from './config.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Environment } from './environment.ts';
import { readEnvironment } from './read-environment.ts';
import { type FileReading, readConfigFile } from './read-file.ts';
import { timeScaleProblems } from './time-scale.ts';

export type LoadedConfig = { ok: true; config: Config; warnings: string[] } | { ok: false; problems: ConfigProblem[] };

/**
 * Reads the environment and the YAML file that it names and checks both: all problems come at once. `readFile` is
 * given the path and throws when it cannot read it.
 */
export function loadConfig(env: Environment, readFile: (path: string) => string): LoadedConfig {
  const problems: ConfigProblem[] = [];
  const environment = readEnvironment(env, problems);
  const reading = openFile(environment.configPath, readFile);
  if (!reading.ok) problems.push(...reading.problems);
  problems.push(...timeScaleProblems(environment, reading.ok ? reading.file : undefined));
  if (!reading.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: assembleConfig(environment, reading.file), warnings: warningsOf(env, environment.role) };
}

function openFile(path: string, readFile: (path: string) => string): FileReading {
  try {
    return readConfigFile(path, readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const expected = `a file that can be read at ${path}`;
    const example = 'EGRESS_POOL_CONFIG=egress-pool.yaml';
    return { ok: false, problems: [{ path: 'EGRESS_POOL_CONFIG', expected, found: code, example }] };
  }
}

/** Each role should hold only the secrets it needs; others are left unread, and said. */
function warningsOf(env: Environment, role: Config['role']): string[] {
  const isSecret = {
    all: () => false,
    bot: (name: string) => /^ALIBABA_CLOUD_(ACCESS_KEY|SECURITY_TOKEN|OIDC|CREDENTIALS_URI)/.test(name),
    worker: (name: string) => /^SLACK_(BOT_TOKEN|APP_TOKEN|SIGNING_SECRET)$/.test(name),
  }[role];
  return Object.keys(env)
    .filter((name) => isSecret(name) && (env[name] ?? '') !== '')
    .map((name) => `${name} is set and the role ${role} does not use it: leave it out of this process`);
}
