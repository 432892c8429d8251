import type { Action, RpcAction } from './action.ts';
import { actions } from './actions.ts';

const versions: Record<string, RpcAction['product']> = {
  '2016-04-28': 'vpc',
  '2014-05-26': 'ecs',
  '2014-08-15': 'rds',
};

const paths = actions.flatMap((action) =>
  action.style === 'roa' ? [{ action, segments: action.path.split('/') }] : [],
);

export interface Route {
  product: Action['product'];
  action: Action | undefined;
  pathParameters: Record<string, string>;
}

/** Finds the action of a request: RPC by its headers, ACK by method and path. */
export function route(request: { method: string; path: string; action: string; version: string }): Route {
  const product = versions[request.version];
  if (product) {
    const found = actions.find((one) => one.product === product && one.action === request.action);
    return { product, action: found, pathParameters: {} };
  }
  const segments = request.path.split('/');
  for (const candidate of paths) {
    if (candidate.action.method !== request.method) continue;
    const pathParameters = match(candidate.segments, segments);
    if (pathParameters) return { product: 'cs', action: candidate.action, pathParameters };
  }
  return { product: 'cs', action: undefined, pathParameters: {} };
}

function match(template: string[], segments: string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const segment = segments[index] ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== segment) return undefined;
    } else if (segment === '') return undefined;
    else found[expected.slice(1, -1)] = decodeURIComponent(segment);
  }
  return found;
}
