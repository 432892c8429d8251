import { isActive, type Operation } from '../../../src/domain/operation.ts';
import { freezeOf, freezeRecordId } from '../../../src/store/access-records.ts';
import { grantsIn, requestsIn } from '../grants.ts';
import { openSteps } from '../operations.ts';
import { until } from '../until.ts';
import { poolsIn } from './check-life.ts';
import { approvers, databases, deletion, olga } from './deeds.ts';
import type { LifeStage } from './life-stage.ts';

/** Wire time in which everything comes to its end once nothing goes wrong any more and people help. */
const settlesWithinMs = 240_000;
/** An operation that fails so often even though nothing goes wrong is taken back. */
const mostRetries = 3;

/** Nothing goes wrong any more, and an operator finishes what stands still: tries it again, or takes it back. */
export async function settle(stage: LifeStage): Promise<void> {
  const { alicloud, kubernetes, slack } = stage.world;
  for (const { faults } of [alicloud, kubernetes, slack]) faults.clear();
  await stage.say({
    userId: olga,
    text: '/egress-pool unfreeze',
    isTaken: async () => freezeOf(await stage.store.read(freezeRecordId)) === undefined,
  });
  await untilEnded(stage);
}

/** Then everything is closed and taken away, as far as people ask for it. */
export async function takeAllAway(stage: LifeStage): Promise<void> {
  for (const { name } of await poolsIn(stage)) {
    for (const instanceId of databases) await close(stage, name, instanceId);
  }
  await untilEnded(stage);
  await until('every grant has ended', settlesWithinMs, async () =>
    (await grantsIn(stage)).every(({ state }) => state === 'ended'),
  );
  for (const { name } of await poolsIn(stage)) await takeAway(stage, name);
  await untilEnded(stage);
}

async function close(stage: LifeStage, pool: string, instanceId: string): Promise<void> {
  const isOf = (one: { poolName: string; instanceId: string }) =>
    one.poolName === pool && one.instanceId === instanceId;
  await stage.say({
    userId: olga,
    text: `/egress-pool revoke ${pool} ${instanceId}`,
    isTaken: async () => {
      const isOpen = (await requestsIn(stage)).some((one) => isOf(one) && one.state === 'pending');
      return (
        !isOpen && (await grantsIn(stage)).every((one) => !isOf(one) || one.state === 'ending' || one.state === 'ended')
      );
    },
  });
}

async function takeAway(stage: LifeStage, pool: string): Promise<void> {
  await stage.say({
    userId: olga,
    text: `/egress-pool ${deletion(pool)}`,
    isTaken: async () => (await poolsIn(stage)).every(({ name, state }) => name !== pool || state === 'deleting'),
  });
}

/** Until nothing moves or waits for a person: who is asked agrees, what stands still is tried again, and in the end taken back. */
async function untilEnded(stage: LifeStage): Promise<void> {
  const tried = new Map<string, number>();
  let open: Operation[] = [];
  const ended = until('everything has ended', settlesWithinMs, async () => {
    open = (await stage.operations()).filter(isOpen);
    const pending = (await requestsIn(stage)).filter(({ state }) => state === 'pending');
    if (pending.length > 0) await approveAll(stage);
    for (const operation of open.filter(({ state }) => !isActive(state))) {
      const times = (tried.get(operation.id) ?? 0) + 1;
      tried.set(operation.id, times);
      const word = times > mostRetries && operation.direction === 'forward' ? 'rollback' : 'retry';
      await stage.world.slack.as(olga).command('C0PLATFORM', `/egress-pool ${word} ${operation.id}`);
      await until('the operation moves', 5_000, async () => hasMoved(stage, operation)).catch(() => undefined);
    }
    return open.length === 0 && pending.length === 0;
  });
  await ended.catch((cause: Error) => {
    const all = open.map((one) => `${one.id} ${one.kind} ${one.state} ${JSON.stringify(one.error)} ${openSteps(one)}`);
    throw new Error(`${cause.message}; ${all.join('; ')}`, { cause });
  });
}

async function approveAll({ world: { slack } }: LifeStage): Promise<void> {
  const actionId = 'request_approve';
  const cards = slack.state.messages.filter(({ blocks }) => JSON.stringify(blocks ?? []).includes(actionId));
  for (const { channelId, ts: messageTs } of cards) {
    for (const userId of approvers) {
      // The card may be gone after the first of them.
      await slack
        .as(userId)
        .click({ channelId, messageTs, actionId })
        .catch(() => undefined);
    }
  }
}

async function hasMoved(stage: LifeStage, before: Operation): Promise<boolean> {
  return (await stage.operations()).some(({ id, rev }) => id === before.id && rev !== before.rev);
}

/** A plan or a proof that failed is over; what changes something has to be finished. */
function isOpen({ state, kind }: Operation): boolean {
  if (isActive(state)) return true;
  const isOver = state === 'done' || state === 'rolled-back';
  const changesNothing = ['plan-pool', 'plan-resize', 'plan-grant', 'prove-workload', 'verify-pool'].includes(kind);
  return !isOver && !changesNothing;
}
