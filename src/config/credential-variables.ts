import type { ConfigProblem } from './config-problem.ts';
import type { Environment } from './environment.ts';

/** The variables that Alibaba Cloud's own tools read, and no others: what is not here is not passed on. */
const names = [
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
  'ALIBABA_CLOUD_ROLE_ARN',
  'ALIBABA_CLOUD_ROLE_SESSION_NAME',
  'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
  'ALIBABA_CLOUD_STS_REGION',
  'ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED',
  'ALIBABA_CLOUD_ECS_METADATA',
  'ALIBABA_CLOUD_ECS_METADATA_DISABLED',
  'ALIBABA_CLOUD_IMDSV1_DISABLED',
  'ALIBABA_CLOUD_CREDENTIALS_URI',
] as const;

/** Those of the standard credential variables that are set. */
export function credentialVariables(env: Environment): Record<string, string> {
  const set = names.map((name) => [name, env[name]?.trim() ?? ''] as const).filter(([, value]) => value !== '');
  return Object.fromEntries(set);
}

/** What is missing: no credentials at all, or half of a pair. */
export function credentialsProblems(env: Environment): ConfigProblem[] {
  const set = credentialVariables(env);
  const together = [
    ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    ['ALIBABA_CLOUD_OIDC_TOKEN_FILE', 'ALIBABA_CLOUD_ROLE_ARN', 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN'],
  ];
  const halves = together.flatMap((group) => {
    const missing = group.filter((name) => set[name] === undefined);
    // The role alone is also used with an access key, so only the token file says that OIDC is meant.
    const isMeant = group[0] !== undefined && set[group[0]] !== undefined;
    return isMeant ? missing.map((name) => missingPart(name, group)) : [];
  });
  const secretAlone =
    set.ALIBABA_CLOUD_ACCESS_KEY_SECRET !== undefined && set.ALIBABA_CLOUD_ACCESS_KEY_ID === undefined;
  if (secretAlone) halves.push(missingPart('ALIBABA_CLOUD_ACCESS_KEY_ID', together[0] ?? []));
  const sources = ['ACCESS_KEY_ID', 'OIDC_TOKEN_FILE', 'ECS_METADATA', 'CREDENTIALS_URI'];
  const hasSource = sources.some((source) => set[`ALIBABA_CLOUD_${source}`] !== undefined);
  if (halves.length > 0 || hasSource) return halves;
  return [
    {
      path: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
      expected: 'credentials: an access key, RRSA (OIDC) variables, ALIBABA_CLOUD_ECS_METADATA or ..._CREDENTIALS_URI',
      found: 'nothing',
      example: 'ALIBABA_CLOUD_ECS_METADATA=egress-pool-worker',
    },
  ];
}

function missingPart(name: string, group: readonly string[]): ConfigProblem {
  return {
    path: name,
    expected: `a value: ${group.join(' and ')} go together`,
    found: 'nothing',
    example: `${name}=...`,
  };
}
