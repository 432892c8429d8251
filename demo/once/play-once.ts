import { lastLines } from '../service-process.ts';
import type { Demo } from '../start-demo.ts';
import { type Check, type CheckedPool, checkPool, type Expected } from './check-pool.ts';
import { lookUntil } from './look-until.ts';
import { type DemoPerson, demoPerson, type SeenMessage } from './person.ts';
import { plainText } from './plain-text.ts';
import { threadDisplay } from './show-thread.ts';
import { watchCanaries } from './watch-canaries.ts';

export interface StoryResult {
  ok: boolean;
  pool: CheckedPool;
  /** Since the demo was started. */
  seconds: number;
  /** Calls that reached the cloud, by name. */
  apiCalls: Record<string, number>;
  /** What did not hold. */
  failed?: string[];
}

const expected: Expected = {
  name: 'payments',
  cluster: 'prod',
  zones: ['cn-beijing-h', 'cn-beijing-g'],
  installation: 'acme-demo',
};
const command = `/egress-pool create payments --pods 40 --cluster prod --zones ${expected.zones.join(',')} --namespaces payments --owner @engineering`;
const going = /^:(hourglass_flowing_sand|rewind):/;

/** Ana asks for a pool and follows the thread; then everything it says is looked up in the emulators themselves. */
export async function playOnce(o: { demo: Demo; signal: AbortSignal; beganAt: number }): Promise<StoryResult> {
  const { demo, signal, beganAt } = o;
  const { world } = demo;
  const canaries = watchCanaries(world.kubernetes, clusterIdOf(demo));
  const ana = demoPerson(world.slack.url, 'U01ANA');
  console.log(`\nAna types in #platform:\n  ${command}\n`);
  await ask(ana, signal);
  const followed = await follow(ana, demo, signal);
  console.log(`\n${summaryOf(followed.reply)}\n`);
  const state = await stateShownTo(ana, signal);
  const look = () => {
    const { pool, checks } = checkPool(world, expected, canaries);
    return { pool: { ...pool, state }, checks: [...checks, ...slackChecks({ pool, state, ...followed })] };
  };
  // The cluster takes the canary pods away in its own time, after the service has seen them go.
  const settled = lookUntil({ what: '-', withinMs: 5_000, signal, look: () => allHold(look().checks) });
  await settled.catch(() => signal.throwIfAborted());
  const { pool, checks } = look();
  console.log("Looked up in the emulators' own state:");
  for (const { what, ok } of checks) console.log(`  ${ok ? '✓' : '✗'} ${what}`);
  const failed = checks.filter(({ ok }) => !ok).map(({ what }) => what);
  if (failed.length > 0) console.error(`\nthe end of the service's log:\n${lastLines(demo.logPath)}`);
  const seconds = Math.round((performance.now() - beganAt) / 100) / 10;
  const apiCalls = countsOf(world.alicloud.journal.map(({ name }) => name));
  return { ok: failed.length === 0, pool, seconds, apiCalls, ...(failed.length > 0 ? { failed } : {}) };
}

/** The service reads people's groups when it starts; until then it asks to try again, so that is what Ana does. */
async function ask(ana: DemoPerson, signal: AbortSignal): Promise<void> {
  let refusals = 0;
  await lookUntil({
    what: 'the command is taken',
    withinMs: 20_000,
    signal,
    look: async () => {
      await ana.type(command);
      return lookUntil({
        what: 'an answer to the command',
        withinMs: 10_000,
        signal,
        look: async () => {
          const { ephemerals, messages } = await ana.look();
          if (messages.length > 0) return { isTaken: true };
          const answer = ephemerals.slice(refusals)[0];
          if (answer === undefined) return undefined;
          if (answer.text.includes('Creating pool')) return { isTaken: true };
          if (!answer.text.includes('could not be read')) throw new Error(plainText(answer.text));
          refusals += 1;
          return { isTaken: false };
        },
      }).then(({ isTaken }) => (isTaken ? true : undefined));
    },
  });
}

interface Followed {
  root: SeenMessage;
  reply: SeenMessage;
}

async function follow(ana: DemoPerson, demo: Demo, signal: AbortSignal): Promise<Followed> {
  const display = threadDisplay(process.stdout);
  let end: string | undefined;
  void demo.service.ended.then((how) => {
    end = how;
  });
  return lookUntil({
    what: 'the pool is ready',
    withinMs: 50_000,
    signal,
    look: async () => {
      if (end !== undefined) throw new Error(`the service is gone, ${end}:\n${lastLines(demo.logPath)}`);
      const { messages } = await ana.look();
      const root = messages.find(({ thread_ts, ts }) => thread_ts === undefined || thread_ts === ts);
      const reply = messages.find(({ thread_ts, ts }) => thread_ts === root?.ts && ts !== root?.ts);
      if (!root || !reply) return undefined;
      display.show(reply);
      return going.test(root.text) || going.test(reply.text) ? undefined : { root, reply };
    },
  });
}

async function stateShownTo(ana: DemoPerson, signal: AbortSignal): Promise<string> {
  await ana.type(`/egress-pool show ${expected.name}`);
  const look = async () =>
    (await ana.look()).ephemerals.find(({ text }) => text.includes(`eni-config-${expected.name}`));
  const shown = await lookUntil({ what: 'an answer to show', withinMs: 10_000, signal, look });
  return /:(?:\w+): (creating|ready|changing|deleting|degraded)/.exec(shown.text)?.[1] ?? 'unknown';
}

function slackChecks({ pool, state, root, reply }: Followed & { pool: CheckedPool; state: string }): Check[] {
  const facts = pool.zones.flatMap(({ zone, cidr, vSwitchId, canaryIp }) => [zone, cidr, vSwitchId, canaryIp]);
  const isDone = root.text.startsWith(':white_check_mark:') && reply.text.startsWith(':white_check_mark:');
  return [
    { what: 'the thread ends with the pool ready', ok: isDone && state === 'ready' },
    {
      what: 'and says the same as the emulators',
      ok: facts.length > 0 && facts.every((fact) => fact !== '' && reply.text.includes(fact)),
    },
  ];
}

/** What the thread says at the end, without the list of steps that was shown already. */
function summaryOf({ text }: SeenMessage): string {
  return plainText(text.split(/\n(?=\*Plan\*|[✓✗·▸] )/)[0] ?? text).replace(/^/gm, '  ');
}

function allHold(checks: Check[]): true | undefined {
  return checks.every(({ ok }) => ok) ? true : undefined;
}

function clusterIdOf({ world }: Demo): string {
  return world.seed.clusters.find(({ name }) => name === expected.cluster)?.clusterId ?? '';
}

function countsOf(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
