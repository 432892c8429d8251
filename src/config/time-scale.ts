import type { ConfigProblem } from './config-problem.ts';
import { isLoopback } from './endpoint.ts';
import type { EnvironmentConfig, Product } from './read-environment.ts';
import type { FileConfig } from './read-file.ts';

/** Above 1 the clock runs too fast for anything real: every API that this role calls must be on this machine. */
export function timeScaleProblems(environment: EnvironmentConfig, file: FileConfig | undefined): ConfigProblem[] {
  if (environment.timeScale <= 1) return [];
  return calledApis(environment, file)
    .filter(({ url }) => url === undefined || !isLoopback(url))
    .map(({ path, url }) => ({
      path,
      expected: 'an address on this machine, because EGRESS_POOL_TIME_SCALE is above 1',
      found: url ?? 'nothing, which means the real service',
      example: 'http://127.0.0.1:4010',
    }));
}

interface CalledApi {
  path: string;
  url: string | undefined;
}

function calledApis({ slack, cloud }: EnvironmentConfig, file: FileConfig | undefined): CalledApi[] {
  const called: CalledApi[] = slack === undefined ? [] : [{ path: 'SLACK_API_URL', url: slack.apiUrl }];
  if (cloud === undefined) return called;
  const api = (product: Product, own: { path: string; url: string | undefined }): CalledApi =>
    own.url === undefined
      ? { path: `ALIBABA_CLOUD_${product.toUpperCase()}_ENDPOINT`, url: cloud.endpoints[product] }
      : own;
  for (const [index, cluster] of (file?.clusters ?? []).entries()) {
    for (const product of ['vpc', 'cs', 'ecs'] as const) {
      called.push(api(product, { path: `clusters[${index}].endpoints.${product}`, url: cluster.endpoints[product] }));
    }
  }
  for (const [index, database] of (file?.databases ?? []).entries()) {
    called.push(api('rds', { path: `databases[${index}].endpoint`, url: database.endpoint }));
  }
  return called.filter(({ path }, index) => called.findIndex((other) => other.path === path) === index);
}
