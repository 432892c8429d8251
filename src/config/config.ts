import type { EnvironmentConfig, LogLevel, Product, Role } from './read-environment.ts';
import type { FileConfig } from './read-file.ts';
import type { Secret } from './secret.ts';

/**
 * The whole configuration, checked, with its defaults. Times are milliseconds of domain time (`...Ms`), addresses are
 * whole origins without a slash at the end (Slack's base URL has one), secrets are wrapped.
 */
export interface Config {
  /** Stands on everything the service creates. */
  installation: string;
  role: Role;
  /** How many times faster domain time passes; above 1 only when every endpoint is on this machine. */
  timeScale: number;
  logLevel: LogLevel;
  http: { host: string; port: number };
  redisUrl: Secret;
  /** Undefined in the role `worker`. */
  slack: SlackConfig | undefined;
  /** Undefined in the role `bot`. */
  cloud: CloudConfig | undefined;
  /** KUBECONFIG as it is; undefined: the usual place. */
  kubeconfigPath: string | undefined;
  clusters: ClusterConfig[];
  /** Which RDS instances may be asked for; empty: none. */
  databases: DatabaseConfig[];
  /** Ids of user groups or people. */
  requesters: string[];
  operators: string[];
  /** People of a group where the workspace has no user groups. */
  groups: Record<string, string[]>;
  approvals: ApprovalsConfig;
  /** Channel ids. */
  channels: FileConfig['channels'];
  /** Creating a pool needs it; its preflight says so when it is missing. */
  canary: CanaryConfig | undefined;
  capacity: CapacityConfig;
  /** How often pools are looked over for what others changed. */
  drift: FileConfig['drift'];
  /** Interfaces of Terway that a deleted pool or an adopted node leaves attached to nothing are deleted. */
  cleanDetachedEnis: boolean;
}

export interface SlackConfig {
  botToken: Secret;
  /** `socket` when SLACK_APP_TOKEN is set, else `http`. */
  transport: { kind: 'socket'; appToken: Secret } | { kind: 'http'; signingSecret: Secret };
  /** Ends with a slash. */
  apiUrl: string;
}

export interface CloudConfig {
  /** The standard ALIBABA_CLOUD_* credential variables that are set, by their names. */
  credentials: Secret<Record<string, string>>;
  /** For clusters and databases that name none of their own. */
  endpoints: Partial<Record<Product, string>>;
}

export type ClusterConfig = FileConfig['clusters'][number];
export type DatabaseConfig = FileConfig['databases'][number];
export type ApprovalsConfig = FileConfig['approvals'];
export type CanaryConfig = NonNullable<FileConfig['canary']>;
export type CapacityConfig = FileConfig['capacity'];

/** Puts the two halves together; both must have been free of problems. */
export function assembleConfig(environment: EnvironmentConfig, file: FileConfig): Config {
  const { slack, configPath: _, ...rest } = environment;
  return { ...rest, ...file, canary: file.canary, slack: slack === undefined ? undefined : assembleSlack(slack) };
}

function assembleSlack({
  botToken,
  appToken,
  signingSecret,
  apiUrl,
}: NonNullable<EnvironmentConfig['slack']>): SlackConfig {
  if (appToken !== undefined) return { botToken, apiUrl, transport: { kind: 'socket', appToken } };
  if (signingSecret !== undefined) return { botToken, apiUrl, transport: { kind: 'http', signingSecret } };
  throw new Error('neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET, and no problem reported');
}
