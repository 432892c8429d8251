import type { ConfigProblem } from './config-problem.ts';
import { credentialsProblems, credentialVariables } from './credential-variables.ts';
import { isLoopback, parseBaseUrl, parseEndpoint } from './endpoint.ts';
import type { Environment } from './environment.ts';
import { Secret } from './secret.ts';

export type Role = 'all' | 'bot' | 'worker';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What the environment says, checked. What a role does not use is not read. */
export interface EnvironmentConfig {
  role: Role;
  configPath: string;
  timeScale: number;
  logLevel: LogLevel;
  http: { host: string; port: number };
  redisUrl: Secret;
  slack: { botToken: Secret; appToken?: Secret; signingSecret?: Secret; apiUrl: string } | undefined;
  cloud: { credentials: Secret<Record<string, string>>; endpoints: Partial<Record<Product, string>> } | undefined;
  kubeconfigPath: string | undefined;
}
export type Product = 'vpc' | 'cs' | 'ecs' | 'rds';

/** Reads the variables; every problem goes to `problems`, and what is returned then is not to be used. */
export function readEnvironment(env: Environment, problems: ConfigProblem[]): EnvironmentConfig {
  const read = reader(env, problems);
  const role = read.choice('EGRESS_POOL_ROLE', ['all', 'bot', 'worker'], 'all');
  return {
    role,
    ...readPlace(read),
    logLevel: read.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    http: {
      host: read.text('HOST') ?? '0.0.0.0',
      port: read.number('PORT', { min: 0, max: 65_535, fallback: 3000, whole: true }),
    },
    redisUrl: read.secret('REDIS_URL', redisRule),
    slack: role === 'worker' ? undefined : readSlack(read),
    cloud: role === 'bot' ? undefined : readCloud(env, read),
    kubeconfigPath: role === 'bot' ? undefined : read.text('KUBECONFIG'),
  };
}

/** What is needed to read the store and nothing else; problems as above. */
export function readStoreEnvironment(
  env: Environment,
  problems: ConfigProblem[],
): Pick<EnvironmentConfig, 'configPath' | 'timeScale' | 'redisUrl'> {
  const read = reader(env, problems);
  return { ...readPlace(read), redisUrl: read.secret('REDIS_URL', redisRule) };
}

type Reader = ReturnType<typeof reader>;

const readPlace = (read: Reader) => ({
  configPath: read.text('EGRESS_POOL_CONFIG') ?? 'egress-pool.yaml',
  timeScale: read.number('EGRESS_POOL_TIME_SCALE', { min: 1, max: 10_000, fallback: 1 }),
});

const redisRule: SecretRule = {
  expected: 'redis://, rediss:// or redis+sentinel:// and where the server is',
  example: 'redis://127.0.0.1:6379/0',
  accepts: (value) => /^(rediss?|redis\+sentinel):\/\/[^/\s]+/.test(value),
};

function readSlack(read: Reader): EnvironmentConfig['slack'] {
  const apiUrl = read.parsed('SLACK_API_URL', {
    parse: parseBaseUrl,
    expected: 'an https URL; http only for loopback',
    example: 'https://slack.com/api/',
  });
  // A stand-in on this machine may give out tokens of any shape.
  const isStandIn = apiUrl !== undefined && isLoopback(apiUrl);
  const token = (prefix: string, what: string) => ({
    expected: `${what}, which starts with ${prefix}`,
    example: `${prefix}...`,
    accepts: (value: string) => isStandIn || value.startsWith(prefix),
  });
  const botToken = read.secret('SLACK_BOT_TOKEN', token('xoxb-', 'the bot token of the Slack app'));
  const appToken = read.optionalSecret('SLACK_APP_TOKEN', token('xapp-', 'an app-level token with connections:write'));
  const signingSecret = read.optionalSecret('SLACK_SIGNING_SECRET', {
    expected: 'the signing secret of the Slack app',
    example: '8f742231b10e8888abcd99yyyzzz85a5',
    accepts: (value) => value.length >= 8,
  });
  if (appToken === undefined && signingSecret === undefined && !read.isSet('SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET')) {
    read.report('SLACK_APP_TOKEN', {
      expected: 'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)',
      example: 'SLACK_APP_TOKEN=xapp-...',
    });
  }
  return {
    botToken,
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    apiUrl: apiUrl ?? 'https://slack.com/api/',
  };
}

function readCloud(env: Environment, read: Reader): EnvironmentConfig['cloud'] {
  for (const problem of credentialsProblems(env)) read.add(problem);
  const endpoints: Partial<Record<Product, string>> = {};
  for (const product of ['vpc', 'cs', 'ecs', 'rds'] as const) {
    const value = read.parsed(`ALIBABA_CLOUD_${product.toUpperCase()}_ENDPOINT`, {
      parse: parseEndpoint,
      expected: 'an https URL or a host, without a path; http only for loopback',
      example: `https://${product}.cn-beijing.aliyuncs.com`,
    });
    if (value !== undefined) endpoints[product] = value;
  }
  return { credentials: new Secret(credentialVariables(env)), endpoints };
}

interface SecretRule {
  expected: string;
  example: string;
  accepts: (value: string) => boolean;
}

function reader(env: Environment, problems: ConfigProblem[]) {
  const text = (name: string) => env[name]?.trim() || undefined;
  const report = (path: string, o: { expected: string; example: string; found?: string }) =>
    void problems.push({ path, expected: o.expected, found: o.found ?? 'nothing', example: o.example });
  const optionalSecret = (name: string, rule: SecretRule): Secret | undefined => {
    const value = text(name);
    if (value === undefined || rule.accepts(value)) return value === undefined ? undefined : new Secret(value);
    report(name, { ...rule, found: 'something else (not shown)' });
    return undefined;
  };
  return {
    text,
    report,
    optionalSecret,
    add: (problem: ConfigProblem) => void problems.push(problem),
    isSet: (...names: string[]) => names.some((name) => text(name) !== undefined),
    secret: (name: string, rule: SecretRule): Secret => {
      if (text(name) === undefined) report(name, rule);
      return optionalSecret(name, rule) ?? new Secret('');
    },
    choice: <Value extends string>(name: string, values: readonly Value[], fallback: Value): Value => {
      const value = text(name);
      const known = values.find((candidate) => candidate === value);
      if (value !== undefined && known === undefined) {
        report(name, { expected: `one of ${values.join(', ')}`, found: JSON.stringify(value), example: fallback });
      }
      return known ?? fallback;
    },
    number: (name: string, o: { min: number; max: number; fallback: number; whole?: boolean }): number => {
      const value = text(name);
      if (value === undefined) return o.fallback;
      const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
      if (number >= o.min && number <= o.max && (o.whole !== true || Number.isInteger(number))) return number;
      const expected = `a ${o.whole === true ? 'whole ' : ''}number from ${o.min} to ${o.max}`;
      report(name, { expected, found: JSON.stringify(value), example: String(o.fallback) });
      return o.fallback;
    },
    parsed: (name: string, o: { parse: (text: string) => string | undefined; expected: string; example: string }) => {
      const value = text(name);
      const parsed = value === undefined ? undefined : o.parse(value);
      if (value !== undefined && parsed === undefined) report(name, { ...o, found: 'another address' });
      return parsed;
    },
  };
}
