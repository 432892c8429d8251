import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { configMaps } from '../emulators/kubernetes/resources.ts';
import type { World } from '../emulators/world/world.ts';
import { runWorkload } from './run-workload.ts';

/** `fill payments 70` at the terminal runs so many pods in that pool, since somebody has to for an alert to come. */
export function obeyTerminal(world: World, input: Readable, say: (line: string) => void): { stop(): void } {
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    if (line.trim() !== '') say(obey(world, line.trim()));
  });
  return { stop: () => lines.close() };
}

function obey(world: World, line: string): string {
  const [, pool = '', count = ''] = /^fill ([a-z][a-z0-9-]{0,39}) (\d{1,4})$/.exec(line) ?? [];
  if (pool === '') return 'Type for instance: fill payments 70';
  const name = `eni-config-${pool}`;
  const cluster = world.seed.clusters.find(({ clusterId }) =>
    world.kubernetes.cluster(clusterId).get(configMaps, { namespace: 'kube-system', name }),
  );
  if (!cluster) return `There is no pool ${pool} yet; make it in Slack.`;
  runWorkload(world, { pool, cluster: cluster.name, replicas: Number(count) });
  return `${count} pods of ${pool}-api run in pool ${pool} now, if they fit; look into #capacity.`;
}
