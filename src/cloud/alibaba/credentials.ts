import type Sdk from '@alicloud/credentials';
import type { Clock } from '../../platform/clock.ts';
import { sdkClass } from './sdk-class.ts';

export type SdkCredential = Sdk.default;

/** The standard `ALIBABA_CLOUD_*` variables, handed in; this folder never reads the environment. */
export type CredentialVariables = Readonly<Record<string, string | undefined>>;

interface Keys {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string | undefined;
}

export interface Credentials {
  /** Fetches the keys when none are at hand, so that a failure is known before a call is sent. */
  prepare(): Promise<void>;
  /** The object that every SDK client gets; it answers the same cached keys. */
  forSdk(): Promise<SdkCredential>;
  /** Forgets the keys, after the cloud called them expired. */
  drop(): void;
}

/** The vendor's providers renew session keys 15 minutes before their end, so a minute in hand is always safe. */
const keepMs = 60_000;

/**
 * One provider, chosen by the variables that are set: access key or STS, OIDC (RRSA), ECS role, credentials URI. The
 * vendor's default chain is not used: its first concurrent calls fail, and one failure of every provider sticks.
 */
export function createCredentials(deps: { variables: CredentialVariables; clock: Clock }): Credentials {
  let provider: Promise<SdkCredential> | undefined;
  let cached: { keys: Promise<Keys>; untilMs: number } | undefined;
  let sdkObject: Promise<SdkCredential> | undefined;

  async function fetchKeys(): Promise<Keys> {
    provider ??= createProvider(deps.variables);
    const model = await (await provider).getCredential();
    const { accessKeyId, accessKeySecret, securityToken } = model;
    if (!accessKeyId || !accessKeySecret) throw new Error('the credential provider answered no keys');
    return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
  }

  function keys(): Promise<Keys> {
    if (cached && deps.clock.now() < cached.untilMs) return cached.keys;
    const entry = { keys: fetchKeys(), untilMs: deps.clock.now() + keepMs };
    cached = entry;
    entry.keys.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return entry.keys;
  }

  return {
    async prepare() {
      await keys();
    },
    forSdk() {
      sdkObject ??= wrap(keys);
      return sdkObject;
    },
    drop() {
      cached = undefined;
      provider = undefined;
    },
  };
}

async function createProvider(variables: CredentialVariables): Promise<SdkCredential> {
  const module = await import('@alicloud/credentials');
  const Class = sdkClass(module);
  return new Class(new module.Config(providerConfig(variables)));
}

async function wrap(keys: () => Promise<Keys>): Promise<SdkCredential> {
  const Class = sdkClass(await import('@alicloud/credentials'));
  return new Class(null, {
    getCredentials: async () => ({ ...(await keys()), providerName: 'egress-pool' }),
    getProviderName: () => 'egress-pool',
  });
}

function providerConfig(variables: CredentialVariables): Record<string, unknown> {
  const of = (name: string) => variables[`ALIBABA_CLOUD_${name}`] || undefined;
  const accessKeyId = of('ACCESS_KEY_ID');
  const accessKeySecret = of('ACCESS_KEY_SECRET');
  if (accessKeyId && accessKeySecret) {
    const securityToken = of('SECURITY_TOKEN');
    return { type: securityToken ? 'sts' : 'access_key', accessKeyId, accessKeySecret, securityToken };
  }
  if (of('ROLE_ARN') && of('OIDC_PROVIDER_ARN') && of('OIDC_TOKEN_FILE')) {
    return {
      type: 'oidc_role_arn',
      roleArn: of('ROLE_ARN'),
      oidcProviderArn: of('OIDC_PROVIDER_ARN'),
      oidcTokenFilePath: of('OIDC_TOKEN_FILE'),
      roleSessionName: of('ROLE_SESSION_NAME') ?? 'egress-pool',
      roleSessionExpiration: 3600,
      stsEndpoint: stsEndpoint(of('STS_REGION'), of('VPC_ENDPOINT_ENABLED') === 'true'),
    };
  }
  if (of('CREDENTIALS_URI')) return { type: 'credentials_uri', credentialsURI: of('CREDENTIALS_URI') };
  return { type: 'ecs_ram_role', roleName: of('ECS_METADATA') };
}

function stsEndpoint(region: string | undefined, isVpc: boolean): string | undefined {
  return region ? `sts${isVpc ? '-vpc' : ''}.${region}.aliyuncs.com` : undefined;
}
