import { parse } from 'yaml';
import { z } from 'zod';
import type { ConfigProblem } from './config-problem.ts';
import type { Environment } from './environment.ts';
import { explainIssues } from './explain-issues.ts';
import { fileSchema } from './file-schema.ts';
import { readStoreEnvironment } from './read-environment.ts';
import type { Secret } from './secret.ts';

/** What reading the store takes: no secrets of Slack or of a cloud, and of the file the installation alone. */
export interface StoreConfig {
  installation: string;
  timeScale: number;
  redisUrl: Secret;
}

export type LoadedStoreConfig = { ok: true; config: StoreConfig } | { ok: false; problems: ConfigProblem[] };

const installationSchema = z.object({ installation: fileSchema.shape.installation });

/** Reads the same environment and file as the service, for the command line. All problems come at once. */
export function loadStoreConfig(env: Environment, readFile: (path: string) => string): LoadedStoreConfig {
  const problems: ConfigProblem[] = [];
  const { configPath, ...environment } = readStoreEnvironment(env, problems);
  const file = openFile(configPath, readFile);
  const parsed = installationSchema.safeParse(file.ok ? file.input : {});
  if (!file.ok) problems.push(file.problem);
  else if (!parsed.success) problems.push(...explainIssues(installationSchema, file.input, parsed.error.issues));
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: { ...environment, ...parsed.data } };
}

function openFile(
  path: string,
  readFile: (path: string) => string,
): { ok: true; input: unknown } | { ok: false; problem: ConfigProblem } {
  try {
    return { ok: true, input: parse(readFile(path)) as unknown };
  } catch (error) {
    const found = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const expected = `a YAML file that can be read at ${path}`;
    const example = 'EGRESS_POOL_CONFIG=egress-pool.yaml';
    return { ok: false, problem: { path: 'EGRESS_POOL_CONFIG', expected, found, example } };
  }
}
