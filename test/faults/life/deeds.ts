import type { Fault } from '../../../emulators/faults/faults.ts';
import { primaryId, replicaId } from '../grant-flow.ts';
import { grantsIn } from '../grants.ts';
import { ana } from '../operations.ts';
import type { LifeStage } from './life-stage.ts';

export const poolNames = ['payments', 'orders'];
export const databases = [primaryId, 'rm-2zepaymentsdev'];
export const olga = 'U04OLGA';
export const approvers = ['U02DAVID', 'U03SARA'];

/** Something that happens once, whatever comes of it: a command that is refused belongs to a life as well. */
interface Deed {
  name: string;
  /** How often it comes, against the others. */
  weight: number;
  act(stage: LifeStage, random: () => number): Promise<string>;
}

type Random = () => number;

export function pick<Item>(random: Random, items: readonly [Item, ...Item[]] | readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

const typed =
  (userId: string, textOf: (random: Random) => string): Deed['act'] =>
  async ({ world }, random) => {
    const text = `/egress-pool ${textOf(random)}`;
    await world.slack.as(userId).command('C0PLATFORM', text);
    return text;
  };

const pressed =
  (userIds: readonly string[], actionId: string): Deed['act'] =>
  async ({ world }, random) => {
    const { slack } = world;
    const userId = pick(random, userIds);
    const cards = slack.state.messages.filter(({ blocks }) => JSON.stringify(blocks ?? []).includes(actionId));
    if (cards.length === 0) return `${actionId}: no card`;
    const { channelId, ts } = pick(random, cards);
    const place = { channelId, messageTs: ts, actionId };
    // The card may be edited under the click, as it may for a person.
    await slack
      .as(userId)
      .click(place)
      .catch(() => undefined);
    return `${actionId} by ${userId}`;
  };

const onLastOperation =
  (word: string): Deed['act'] =>
  async (stage, random) => {
    const operations = (await stage.operations()).toSorted((left, right) => right.createdAtMs - left.createdAtMs);
    const [operation] = operations;
    if (!operation) return `${word}: nothing yet`;
    return typed(olga, () => `${word} ${operation.id}`)(stage, random);
  };

const anyPool = (random: Random) => pick(random, poolNames);
const create = (random: Random) =>
  `create ${anyPool(random)} --pods ${pick(random, [20, 40])} --cluster prod --zones cn-beijing-h --namespaces payments`;
const allow = (random: Random) =>
  `allow ${anyPool(random)} ${pick(random, databases)} --for 7d --reason "reads its orders"`;

/** What people, other people and bad luck do. */
export const deeds: readonly Deed[] = [
  { name: 'create', weight: 6, act: typed(ana, create) },
  { name: 'allow', weight: 8, act: typed(ana, allow) },
  { name: 'approve', weight: 16, act: pressed(approvers, 'request_approve') },
  { name: 'withdraw', weight: 1, act: pressed([ana], 'request_withdraw') },
  { name: 'revoke', weight: 3, act: typed(olga, (random) => `revoke ${anyPool(random)} ${pick(random, databases)}`) },
  { name: 'extend', weight: 2, act: extend },
  { name: 'verify', weight: 2, act: typed(ana, (random) => `verify ${anyPool(random)}`) },
  {
    name: 'resize',
    weight: 3,
    act: typed(olga, (random) => `resize ${anyPool(random)} --pods ${pick(random, [20, 90])}`),
  },
  {
    name: 'namespaces',
    weight: 2,
    act: typed(olga, (random) => `namespaces ${anyPool(random)} ${pick(random, ['+billing', '-billing'])}`),
  },
  { name: 'delete', weight: 2, act: typed(olga, (random) => deletion(anyPool(random))) },
  { name: 'describe', weight: 1, act: typed(olga, (random) => `describe ${anyPool(random)} "settles payments"`) },
  { name: 'freeze', weight: 1, act: typed(olga, () => 'freeze "incident"') },
  { name: 'unfreeze', weight: 2, act: typed(olga, () => 'unfreeze') },
  { name: 'retry', weight: 3, act: onLastOperation('retry') },
  { name: 'roll back', weight: 1, act: onLastOperation('rollback') },
  { name: 'cancel', weight: 1, act: onLastOperation('cancel') },
  { name: 'a fault of the cloud', weight: 5, act: fault('alicloud') },
  { name: 'a fault of a cluster', weight: 4, act: fault('kubernetes') },
  { name: 'a fault of Slack', weight: 3, act: fault('slack') },
  { name: 'a foreign entry', weight: 1, act: foreignEntry },
  { name: 'a busy database', weight: 1, act: busyDatabase },
  {
    name: 'kill',
    weight: 3,
    act: async (stage) => {
      stage.kill();
      return 'kill';
    },
  },
];

/** The typed confirmation that `delete` asks for. */
export function deletion(pool: string): string {
  return `delete ${pool} --confirm ${pool}`;
}

export function chooseDeed(random: Random): Deed {
  const total = deeds.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const deed of deeds) {
    left -= deed.weight;
    if (left < 0) return deed;
  }
  throw new Error('no deed has any weight');
}

async function extend(stage: LifeStage, random: Random): Promise<string> {
  const grant = (await grantsIn(stage)).at(-1);
  return grant ? typed(ana, () => `extend ${grant.id}`)(stage, random) : 'extend: no grant';
}

/** The next calls but some fail, before or after they took effect. */
function fault(of: 'alicloud' | 'kubernetes' | 'slack'): Deed['act'] {
  return async ({ world }, random) => {
    const answers: Fault['answer'][] = [
      { kind: 'error', status: 503, code: 'ServiceUnavailable' },
      { kind: 'error', status: of === 'alicloud' ? 400 : 429, code: 'Throttling.User' },
      { kind: 'reset' },
      { kind: 'garbage' },
    ];
    const planned: Fault = {
      ...{ call: '*', when: pick(random, ['before', 'after'] as const), answer: pick(random, answers) },
      ...{ skip: Math.floor(random() * 8), times: 1 + Math.floor(random() * 2) },
    };
    world[of].faults.add(planned);
    return `${of}: ${planned.answer.kind} ${planned.when} call ${planned.skip}, ${planned.times} times`;
  };
}

/** Somebody puts an address of their own into a group of ours. */
async function foreignEntry(stage: LifeStage, random: Random): Promise<string> {
  const grant = (await grantsIn(stage)).at(-1);
  if (!grant) return 'a foreign entry: no grant';
  const { databases: emulated } = stage.world.alicloud;
  const instanceId = pick(random, [grant.instanceId]);
  const entries = emulated.entries(instanceId, grant.groupName);
  if (!entries) return 'a foreign entry: no group';
  emulated.editGroup(instanceId, { name: grant.groupName, entries: [...new Set([...entries, foreignAddress])] });
  return `a foreign entry in ${instanceId}`;
}

export const foreignAddress = '192.0.2.7';

async function busyDatabase({ world }: LifeStage, random: Random): Promise<string> {
  const instanceId = pick(random, [...databases, replicaId]);
  world.alicloud.databases.setStatus(instanceId, { status: 'Backuping', forMs: 5 * 60_000 });
  return `${instanceId} is busy`;
}
