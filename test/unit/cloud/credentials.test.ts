import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createCredentials } from '../../../src/cloud/alibaba/credentials.ts';
import { createClock } from '../../../src/platform/clock.ts';

let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
});

/** A credentials URI: the vendor's protocol for handing out session keys. */
async function startKeyServer(answer: () => object): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer()));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/keys`;
}

const session = (id: string) => ({
  Code: 'Success',
  AccessKeyId: id,
  AccessKeySecret: 'secret',
  SecurityToken: 'token',
  Expiration: new Date(Date.now() + 3_600_000).toISOString(),
});

describe('credentials', () => {
  it.each([
    ['an access key', {}, undefined],
    ['session keys', { ALIBABA_CLOUD_SECURITY_TOKEN: 'token' }, 'token'],
  ])('%s out of the variables reaches the SDKs', async (_what, more, token) => {
    const variables = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret', ...more };
    const credentials = createCredentials({ variables, clock: createClock() });

    const keys = await (await credentials.forSdk()).getCredential();

    expect(keys.accessKeyId).toBe('id');
    expect(keys.accessKeySecret).toBe('secret');
    expect(keys.securityToken || undefined).toBe(token);
  });

  it('concurrent first users share one request, and later ones its answer', async () => {
    let requests = 0;
    const uri = await startKeyServer(() => {
      requests += 1;
      return session('id-1');
    });
    const credentials = createCredentials({ variables: { ALIBABA_CLOUD_CREDENTIALS_URI: uri }, clock: createClock() });

    await Promise.all([credentials.prepare(), credentials.prepare(), credentials.prepare()]);
    const keys = await (await credentials.forSdk()).getCredential();

    expect(requests).toBe(1);
    expect(keys.accessKeyId).toBe('id-1');
  });

  it('dropped keys are fetched anew, and a failure does not stick', async () => {
    const answers: object[] = [session('id-1'), { Code: 'Failure' }, session('id-2')];
    const uri = await startKeyServer(() => answers.shift() ?? {});
    const credentials = createCredentials({ variables: { ALIBABA_CLOUD_CREDENTIALS_URI: uri }, clock: createClock() });
    await credentials.prepare();

    credentials.drop();
    const failure = await credentials.prepare().catch((error: unknown) => error);
    const keys = await (await credentials.forSdk()).getCredential();

    expect(failure).toBeInstanceOf(Error);
    expect(keys.accessKeyId).toBe('id-2');
  });
});
