import type { EmulatorClock } from '../clock/clock.ts';
import { createFaultQueue, type FaultQueue } from '../faults/faults.ts';
import type { Endpoints } from '../machines/endpoints.ts';
import type { Machines } from '../machines/machines.ts';
import type { AlicloudSeed } from './alicloud-seed.ts';
import { buildWorld } from './build-world.ts';
import { type CriticalPath, criticalPath } from './critical-path.ts';
import { createMachines } from './ecs/machines.ts';
import type { Call } from './journal.ts';
import { createDatabases, type Databases } from './rds/databases.ts';
import { createEndpoints } from './rds/endpoints.ts';
import { listen, urlOf } from './server.ts';
import type { Settings, SettingsChange } from './settings.ts';
import { createSignatureCheck } from './signature.ts';
import { type AlicloudState, stateOf } from './state.ts';
import { createThrottle } from './throttle.ts';

/**
 * A stand-in for the VPC, ACK, ECS and RDS APIs that speaks their wire protocols on one port: every endpoint is `url`.
 * It keeps state and checks signatures, parameters, limits and states; what takes time there takes virtual time here.
 */
export interface AlicloudEmulator {
  url: string;
  faults: FaultQueue;
  /** Every API call in the order of arrival. */
  journal: Call[];
  /** What the Kubernetes emulator sees of the cloud. */
  machines: Machines;
  /** What pods can connect to. */
  endpoints: Endpoints;
  state: AlicloudState;
  /** What happens to databases without a call, and whom they let in. */
  databases: Databases;
  settings: Settings;
  /** The shortest time in which a pool can be made, by the delays as they are set now. */
  criticalPath(pool: { vSwitches: number }): CriticalPath;
  /** Ends every connection and everything pending, the clock's included. */
  close(): Promise<void>;
}

/** Starts an emulator of its own. `settings` replace the defaults key by key, before the seed's nodes are made. */
export async function startAlicloudEmulator(o: {
  clock: EmulatorClock;
  seed: AlicloudSeed;
  settings?: SettingsChange;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default: any free one. */
  port?: number;
}): Promise<AlicloudEmulator> {
  const world = buildWorld({ clock: o.clock, seed: o.seed, settings: o.settings ?? {} });
  const faults = createFaultQueue();
  const journal: Call[] = [];
  const closing = new AbortController();
  const signature = createSignatureCheck({ accessKeys: o.seed.accessKeys, now: () => o.clock.now() });
  const handling = { world, faults, journal, signature, throttle: createThrottle(world), closing: closing.signal };
  const server = await listen(handling, { host: o.host ?? '127.0.0.1', port: o.port ?? 0 });
  return {
    url: urlOf(server),
    faults,
    journal,
    machines: createMachines(world),
    endpoints: createEndpoints(world),
    state: stateOf(world),
    databases: createDatabases(world),
    settings: world.settings,
    criticalPath: (pool) => criticalPath(world.settings.delays, pool),
    async close() {
      closing.abort();
      o.clock.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
