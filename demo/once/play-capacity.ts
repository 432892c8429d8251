import { BlockList } from 'node:net';
import { pods } from '../../emulators/kubernetes/resources.ts';
import type { World } from '../../emulators/world/world.ts';
import { runWorkload } from '../run-workload.ts';
import type { Check, CheckedPool } from './check-pool.ts';
import { demoPerson, namesIn, type SeenMessage } from './person.ts';
import { plainText } from './plain-text.ts';
import { type Story, tellChecks } from './story.ts';

export interface CheckedCapacity {
  level: string;
  zone: string;
  /** With an address of that zone. */
  pods: number;
}

const channel = 'C0CAPACITY';
const withinMs = 15_000;
/** What two nodes hold, nearly. */
const replicas = 70;
const levels = { 'is getting full': 'warn', 'is nearly full': 'critical', 'is full': 'exhausted' };

/** Pods fill the pool, the channel is told before they stop starting, and what it is told is compared with the cluster. */
export async function playCapacity(
  story: Story,
  pool: CheckedPool,
): Promise<{ capacity: CheckedCapacity; checks: Check[] }> {
  const { world } = story.demo;
  const ana = demoPerson(world.slack.url, 'U01ANA');
  const names = namesIn(await ana.look());
  const tell = (text: string) => console.log(plainText(text, names).replace(/^/gm, '  '));

  console.log(`\n${replicas} pods of payments-api start in pool ${pool.name}. The message in #capacity:`);
  runWorkload(world, { pool: pool.name, cluster: pool.cluster, replicas });
  const look = async () => alertIn((await ana.look()).messages);
  const { alert, details } = await story.until({ what: 'an alert in #capacity', withinMs, look });
  tell(alert.text.split('\n').slice(0, 2).join('\n'));
  tell(details.text.split('\n').slice(1).join('\n'));

  const [words = '', level = ''] = Object.entries(levels).find(([one]) => alert.text.includes(one)) ?? [];
  const zone = /zone `([^`]+)`/.exec(alert.text)?.[1] ?? '';
  // Pods that start in between are counted at the next measurement.
  const compared = async () => {
    await ana.type(`/egress-pool capacity ${pool.name}`);
    const told = (await ana.look()).ephemerals.findLast(({ text }) => text.includes('kept warm'));
    const said = saidPods(told?.text ?? '', zone);
    return said > 0 && said === podsIn(world, pool, zone) ? true : undefined;
  };
  const isSame = await story.until({ what: 'the same numbers', withinMs, look: compared }).catch(() => false);
  const capacity = { level, zone, pods: podsIn(world, pool, zone) };
  const checks = [
    { what: 'the channel is told once, with a chart', ok: isOnce(world) && hasChart(alert) },
    { what: `it says ${words || 'nothing'} before a pod hangs`, ok: level === 'warn' || level === 'critical' },
    { what: '/egress-pool capacity counts the pods of that zone as the cluster does', ok: isSame },
  ];
  console.log('');
  tellChecks(checks);
  return { capacity, checks };
}

/** Once it is there with its thread. */
function alertIn(messages: SeenMessage[]): { alert: SeenMessage; details: SeenMessage } | undefined {
  const ofChannel = messages.filter((one) => one.channel === channel);
  const isRoot = ({ thread_ts: threadTs, ts }: SeenMessage) => threadTs === undefined || threadTs === ts;
  const alert = ofChannel.find((one) => isRoot(one) && one.text.includes('full'));
  const details = ofChannel.find((one) => !isRoot(one) && one.thread_ts === alert?.ts);
  return alert && details && { alert, details };
}

function hasChart({ blocks = [] }: SeenMessage): boolean {
  return blocks.some(({ type }) => type === 'image');
}

function isOnce(world: World): boolean {
  return world.slack.state.messages.filter((one) => one.channelId === channel && !one.threadTs).length === 1;
}

function saidPods(details: string, zone: string): number {
  const line = details.split('\n').find((one) => one.includes(`\`${zone}\``)) ?? '';
  return Number(/: (\d+) pods?,/.exec(line)?.[1] ?? Number.NaN);
}

/** By their addresses. */
function podsIn(world: World, pool: CheckedPool, zone: string): number {
  const block = new BlockList();
  for (const one of pool.zones.filter((each) => each.zone === zone)) {
    const [network = '', prefix = '32'] = one.cidr.split('/');
    block.addSubnet(network, Number(prefix));
  }
  const clusterId = world.seed.clusters.find(({ name }) => name === pool.cluster)?.clusterId ?? '';
  const all = world.kubernetes.cluster(clusterId).list(pods);
  return all.filter(({ status }) => status?.podIP !== undefined && block.check(status.podIP)).length;
}
