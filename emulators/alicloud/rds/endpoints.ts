import type { ConnectionAttempt, Endpoints } from '../../machines/endpoints.ts';
import type { World } from '../world.ts';
import { admits } from './admits.ts';
import { endpointOf } from './endpoint-of.ts';

/** The databases as clients see them: an instance lets in whom its lists, as far as they are in force, let in. */
export function createEndpoints(world: World): Endpoints {
  return { connect: (attempt) => connect(world, attempt) };
}

/** What RDS answers to a client that no list names: https://www.alibabacloud.com/help/en/rds, "ip not in whitelist". */
function connect(world: World, attempt: { host: string; port: number; from: string }): ConnectionAttempt {
  const instance = [...world.rds.instances.values()].find((one) => endpointOf(one).host === attempt.host);
  if (!instance) return { kind: 'closed', said: `nc: bad address '${attempt.host}'` };
  if (endpointOf(instance).port !== attempt.port) return { kind: 'closed', said: '' };
  if (admits(instance, attempt.from)) return { kind: 'open', ms: world.settings.delays.databaseConnectMs };
  return { kind: 'closed', said: instance.engine === 'MySQL' ? '#28000ip not in whitelist' : '' };
}
