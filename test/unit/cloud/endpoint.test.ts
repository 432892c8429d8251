import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../src/cloud/alibaba/endpoint.ts';

describe('endpoints', () => {
  it.each([
    ['https://vpc.cn-beijing.aliyuncs.com', 'vpc.cn-beijing.aliyuncs.com', 'https'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080', 'http'],
    ['http://127.0.0.1:8080/', '127.0.0.1:8080', 'http'],
    ['rds.aliyuncs.com', 'rds.aliyuncs.com', 'https'],
  ])('%s is %s over %s', (text, endpoint, protocol) => {
    expect(parseEndpoint(text)).toEqual({ endpoint, protocol });
  });

  it.each(['https://gateway.example/vpc', 'https://a.example?x=1', 'ftp://a.example', 'https://u:p@a.example', ''])(
    'refuses "%s"',
    (text) => {
      expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    },
  );
});
