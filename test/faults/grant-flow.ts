import type { Grant } from '../../src/domain/grants/grant.ts';
import { isActive } from '../../src/domain/operation.ts';
import { grantChange } from '../../src/store/access-records.ts';
import { grantsIn, requestsIn } from './grants.ts';
import { ana, askToCreate, endsWithinMs, openSteps, untilState } from './operations.ts';
import type { Played } from './played.ts';
import { until } from './until.ts';

export const zones = ['cn-beijing-h'];
export const primaryId = 'rm-2zepayments';
export const replicaId = 'rr-2zepayments1';
/** Of the YAML: one of the database owners and one of Security decide. */
export const approvals = {
  rules: [{ match: { tags: { env: 'prod' } }, require: [{ group: 'S0DBA0001' }, { group: 'S0SEC0001' }] }],
};
const [david, sara] = ['U02DAVID', 'U03SARA'];

/** The pool `payments` is made, and its database has a read-only instance. */
export async function readyPool(stage: Played): Promise<void> {
  stage.world.alicloud.databases.addReplica(primaryId, replicaId);
  await askToCreate(stage, zones);
  await untilState(stage, 'create-pool', 'done');
}

/** The same with access to its database in force. */
export async function openPool(stage: Played): Promise<void> {
  await readyPool(stage);
  await grantAccess(stage);
}

/** Somebody else puts an entry of their own into our group. */
export async function addForeignEntry(stage: Played, instanceId: string, entry: string): Promise<void> {
  const { groupName } = await theGrant(stage);
  const { databases } = stage.world.alicloud;
  const entries = [...(databases.entries(instanceId, groupName) ?? []), entry];
  databases.editGroup(instanceId, { name: groupName, entries });
}

/** Access is asked for and approved; ends when it is in force and nothing runs any more. */
export async function grantAccess(stage: Played): Promise<void> {
  await stage.say({
    userId: ana,
    text: `/egress-pool allow payments ${primaryId} --for 7d --reason "reads its orders"`,
    isTaken: async () => (await requestsIn(stage)).length > 0,
  });
  await approve(stage);
  await untilEverythingEnded(stage, 'active');
}

/** More time is asked for, until that was taken. */
export async function askToExtend(stage: Played): Promise<void> {
  const { id } = await theGrant(stage);
  await stage.say({
    userId: ana,
    text: `/egress-pool extend ${id}`,
    isTaken: async () => (await requestsIn(stage)).some(({ kind }) => kind === 'extension'),
  });
}

/**
 * One of each group approves the newest request, one after the other, once its card is there. Who is told that the
 * groups could not be read clicks again.
 */
export async function approve(stage: Played): Promise<void> {
  const newest = async () => (await requestsIn(stage)).at(-1);
  for (const userId of [david, sara]) {
    const isBy = ({ personId }: { personId: string }) => personId === userId;
    const counts = async () => {
      const request = await newest();
      return request?.state !== 'pending' || request.decisions.some(isBy);
    };
    await until(`the approval of ${userId} counts`, endsWithinMs, async () => {
      await stage.press({
        userId,
        actionId: 'request_approve',
        card: () => cardToDecide(stage),
        isTaken: async () => (await counts()) || ((await newest())?.clicks ?? []).some(isBy),
      });
      await until('the click is judged', endsWithinMs, async () => !((await newest())?.clicks ?? []).some(isBy));
      return counts();
    });
  }
}

/** The last card on which somebody is still to decide. */
export function cardToDecide({ world }: Played) {
  return world.slack.state.messages.findLast(
    ({ isFromBot, channelId, blocks }) =>
      isFromBot && channelId === 'C0APPROVE1' && JSON.stringify(blocks ?? []).includes('request_approve'),
  );
}

/** As if the time had passed: only the grant's end is another one. */
export async function bringEndForward(stage: Played): Promise<void> {
  await until('the end is brought forward', endsWithinMs, async () => {
    const grant = await theGrant(stage);
    const nowMs = Date.now();
    const due = [{ id: grant.id, atMs: nowMs }];
    return (await stage.store.commit({ records: [grantChange({ ...grant, endMs: nowMs })], due })).ok;
  });
}

/** The one grant that must be there. */
export async function theGrant(stage: Played): Promise<Grant> {
  const [grant] = await grantsIn(stage);
  if (!grant) throw new Error('there is no grant');
  return grant;
}

/** Waits until the grant is in the state and no operation runs any more; one that failed ends it at once. */
export async function untilEverythingEnded(stage: Played, state: Grant['state']): Promise<void> {
  let open = '';
  const arrived = until(`the grant is ${state} and everything has ended`, endsWithinMs, async () => {
    const operations = await stage.operations();
    const stopped = operations.find((one) => one.state !== 'done' && !isActive(one.state));
    if (stopped) throw new Error(`${stopped.kind} is ${stopped.state}: ${JSON.stringify(stopped.error)}`);
    const running = operations.filter((one) => isActive(one.state));
    const [grant] = await grantsIn(stage);
    open = [`grant ${grant?.state}`, ...running.map((one) => `${one.kind} ${openSteps(one)}`)].join('; ');
    return grant?.state === state && running.length === 0;
  });
  await arrived.catch((cause: Error) => {
    throw new Error(`${cause.message}; ${open}`, { cause });
  });
}
