import { type Check, type CheckedPool, checkPool, type Expected } from './check-pool.ts';
import { type DemoPerson, demoPerson, type SeenMessage } from './person.ts';
import { plainText } from './plain-text.ts';
import { threadDisplay } from './show-thread.ts';
import { type Story, tellChecks } from './story.ts';
import { watchCanaries } from './watch-canaries.ts';

export interface CreatePart {
  pool: CheckedPool;
  checks: Check[];
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
export async function playCreate(story: Story): Promise<CreatePart> {
  const { world } = story.demo;
  const canaries = watchCanaries(world.kubernetes, clusterIdOf(story));
  const ana = demoPerson(world.slack.url, 'U01ANA');
  console.log(`\nAna types in #platform:\n  ${command}\n`);
  await ask(ana, story);
  const followed = await follow(ana, story);
  console.log(`\n${summaryOf(followed.reply)}\n`);
  const state = await stateShownTo(ana, story);
  const look = () => {
    const { pool, checks } = checkPool(world, expected, canaries);
    return { pool: { ...pool, state }, checks: [...checks, ...slackChecks({ pool, state, ...followed })] };
  };
  // The cluster takes the canary pods away in its own time, after the service has seen them go; what does not hold by
  // then is told as it is.
  const endsAt = performance.now() + 5_000;
  await story.until({
    what: 'the last look',
    withinMs: 10_000,
    look: () => look().checks.every(({ ok }) => ok) || performance.now() > endsAt || undefined,
  });
  const found = look();
  tellChecks(found.checks);
  return found;
}

/** The service reads people's groups when it starts; until then it asks to try again, so that is what Ana does. */
async function ask(ana: DemoPerson, story: Story): Promise<void> {
  let refusals = 0;
  await story.until({
    what: 'the command is taken',
    withinMs: 20_000,
    look: async () => {
      await ana.type(command);
      return story
        .until({
          what: 'an answer to the command',
          withinMs: 10_000,
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
        })
        .then(({ isTaken }) => isTaken || undefined);
    },
  });
}

interface Followed {
  root: SeenMessage;
  reply: SeenMessage;
}

function follow(ana: DemoPerson, story: Story): Promise<Followed> {
  const display = threadDisplay(process.stdout);
  return story.until({
    what: 'the pool is ready',
    withinMs: 50_000,
    look: async () => {
      const { messages } = await ana.look();
      const root = messages.find(({ thread_ts, ts }) => thread_ts === undefined || thread_ts === ts);
      const reply = messages.find(({ thread_ts, ts }) => thread_ts === root?.ts && ts !== root?.ts);
      if (!root || !reply) return undefined;
      display.show(reply);
      return going.test(root.text) || going.test(reply.text) ? undefined : { root, reply };
    },
  });
}

async function stateShownTo(ana: DemoPerson, story: Story): Promise<string> {
  await ana.type(`/egress-pool show ${expected.name}`);
  const look = async () =>
    (await ana.look()).ephemerals.find(({ text }) => text.includes(`eni-config-${expected.name}`));
  const shown = await story.until({ what: 'an answer to show', withinMs: 10_000, look });
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

function clusterIdOf({ demo }: Story): string {
  return demo.world.seed.clusters.find(({ name }) => name === expected.cluster)?.clusterId ?? '';
}
