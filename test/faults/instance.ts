import type { World } from '../../emulators/world/world.ts';
import { type Service, startService } from '../../src/wiring/service.ts';
import { type Gates, openGates } from '../support/gates/gates.ts';
import { serviceConfig } from '../support/service-config.ts';
import { until } from './until.ts';

/** One instance of the service behind gates of its own. */
export interface Instance {
  gates: Gates;
  /** Ends it in order; of one whose gates are shut, lets go of what is left. */
  dispose(): Promise<void>;
}

export interface InstanceOptions {
  world: World;
  redisUrl: string;
  /** Merged over the YAML. */
  file: Record<string, unknown>;
}

/** How soon a dead worker's jobs are found again; long enough that a busy machine does not count as dead. */
const timings = { lockDurationMs: 2_000, stalledIntervalMs: 1_000 };
const readyWithinMs = 20_000;
const stopWithinMs = 2_000;

/** Starts an instance, makes it the one that Slack talks to, and waits until it knows what people may. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { world } = options;
  const gates = await openGates(options);
  const config = serviceConfig({
    world,
    redisUrl: gates.redisUrl,
    endpoints: gates.endpoints,
    transport: 'http',
    file: options.file,
  });
  const service = await startService(config, { timings });
  gates.leadTo(service.url);
  world.slack.settings.requestUrl = gates.requestUrl;
  await until('the new instance knows who may create pools', readyWithinMs, async () => {
    const delivery = await world.slack.as('U01ANA').command('C0PLATFORM', '/egress-pool help');
    return JSON.stringify(delivery?.ack ?? '').includes('/egress-pool create');
  });
  return { gates, dispose: () => dispose(gates, service) };
}

async function dispose(gates: Gates, service: Service): Promise<void> {
  await service.stop(gates.keeper.isShut ? 0 : stopWithinMs);
  // The gates keep their ports: what is left of an instance must not reach others.
  gates.keeper.shut();
}
