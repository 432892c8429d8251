import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** The wanted loopback port, or a free one when it is taken. */
export async function freePort(wanted = 0): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    return port;
  } catch {
    return freePort();
  } finally {
    probe.close();
  }
}
