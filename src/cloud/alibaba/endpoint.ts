import { TerminalError } from '../../domain/errors.ts';

export interface Endpoint {
  /** Host, with the port when there is one. */
  endpoint: string;
  protocol: 'http' | 'https';
}

/** A whole URL as the SDKs want it. A bare host means https; anything behind the host is refused with BAD_INPUT. */
export function parseEndpoint(text: string): Endpoint {
  const url = asUrl(text);
  const bad = !url || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash;
  if (bad || url.username || url.password) {
    throw new TerminalError({
      code: 'BAD_INPUT',
      publicText: `the endpoint must be a URL without a path, such as https://vpc.cn-beijing.aliyuncs.com`,
    });
  }
  return { endpoint: url.host, protocol: url.protocol === 'http:' ? 'http' : 'https' };
}

function asUrl(text: string): URL | undefined {
  return URL.parse(text.includes('://') ? text : `https://${text}`) ?? undefined;
}
