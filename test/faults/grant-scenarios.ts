import type { Grant } from '../../src/domain/grants/grant.ts';
import { isActive } from '../../src/domain/operation.ts';
import { grantChange } from '../../src/store/access-records.ts';
import { checkGrant } from './check-grant.ts';
import { checkRest } from './check-rest.ts';
import { checkReadyPool } from './check-world.ts';
import { grantsIn, requestsIn } from './grants.ts';
import { ana, askToCreate, endsWithinMs, openSteps, untilState } from './operations.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

const zone = 'cn-beijing-h';
const primaryId = 'rm-2zepayments';
const replicaId = 'rr-2zepayments1';
const foreignEntry = '192.0.2.7';
const [david, sara] = ['U02DAVID', 'U03SARA'];
const approvals = {
  rules: [{ match: { tags: { env: 'prod' } }, require: [{ group: 'S0DBA0001' }, { group: 'S0SEC0001' }] }],
};

/** A database with a read-only instance is asked for, approved by two people, and let in. */
export const applyScenario: Scenario = {
  name: 'access is asked for, approved and applied',
  file: { approvals },
  prepare: readyPool,
  play: grantAccess,
  check: (stage) =>
    checkAll(stage, {
      state: 'active',
      foreign: { [primaryId]: [], [replicaId]: [] },
      writes: { [primaryId]: 1, [replicaId]: 1 },
      requests: [{ kind: 'first-grant', state: 'approved', says: /applied/i }],
    }),
};

/** A grant is revoked into whose group somebody else has put an entry. */
export const revokeScenario: Scenario = {
  name: 'access is revoked',
  file: { approvals },
  async prepare(stage) {
    await readyPool(stage);
    await grantAccess(stage);
    const { groupName } = await theGrant(stage);
    const { databases } = stage.world.alicloud;
    const entries = [...(databases.entries(primaryId, groupName) ?? []), foreignEntry];
    databases.editGroup(primaryId, { name: groupName, entries });
  },
  async play(stage) {
    await stage.say({
      userId: ana,
      text: `/egress-pool revoke payments ${primaryId}`,
      isTaken: async () => (await theGrant(stage)).state !== 'active',
    });
    await untilEverythingEnded(stage, 'ended');
  },
  check: (stage) =>
    checkAll(stage, {
      state: 'ended',
      foreign: { [primaryId]: [foreignEntry], [replicaId]: [] },
      writes: { [primaryId]: 2, [replicaId]: 2 },
      requests: [{ kind: 'first-grant', state: 'approved', says: /ended/i }],
    }),
};

/** A grant gets a later end, which two people approve. */
export const extendScenario: Scenario = {
  name: 'access is extended',
  file: { approvals },
  async prepare(stage) {
    await readyPool(stage);
    await grantAccess(stage);
  },
  async play(stage) {
    const { endMs: oldEndMs = 0 } = await theGrant(stage);
    await askToExtend(stage);
    await approve(stage, [david, sara]);
    await until('the grant has its later end', endsWithinMs, async () => {
      const { endMs = 0, state } = await theGrant(stage);
      return state === 'active' && endMs > oldEndMs;
    });
    await untilEverythingEnded(stage, 'active');
  },
  async check(stage) {
    const [first, extension] = await requestsIn(stage);
    const [firstEndMs = 0, endMs = 0] = [first?.approved?.endMs, (await theGrant(stage)).endMs];
    const longerMs = Math.round(((endMs - firstEndMs) * stage.world.scale) / 60_000);
    return [
      ...(extension?.approved?.endMs === endMs ? [] : ['the end is not the one that was approved']),
      ...(longerMs === 7 * 24 * 60 ? [] : [`the end was moved by ${longerMs} minutes`]),
      ...(await checkAll(stage, {
        state: 'active',
        foreign: { [primaryId]: [], [replicaId]: [] },
        writes: { [primaryId]: 1, [replicaId]: 1 },
        requests: [
          { kind: 'first-grant', state: 'approved', says: /applied/i },
          { kind: 'extension', state: 'approved', says: /applied|extended/i },
        ],
      })),
    ];
  },
};

/** A grant comes to its end while somebody has asked for more time and nobody has decided. */
export const expireScenario: Scenario = {
  name: 'access comes to its end',
  file: { approvals },
  async prepare(stage) {
    await readyPool(stage);
    await grantAccess(stage);
    await askToExtend(stage);
    await until('somebody is asked about the extension', endsWithinMs, async () => cardToDecide(stage) !== undefined);
  },
  async play(stage) {
    await bringEndForward(stage);
    await untilEverythingEnded(stage, 'ended');
  },
  check: (stage) =>
    checkAll(stage, {
      state: 'ended',
      foreign: { [primaryId]: [], [replicaId]: [] },
      writes: { [primaryId]: 2, [replicaId]: 2 },
      requests: [
        { kind: 'first-grant', state: 'approved', says: /ended/i },
        { kind: 'extension', state: 'superseded', says: /superseded|overtaken|ended/i },
      ],
    }),
};

async function readyPool(stage: Stage): Promise<void> {
  stage.world.alicloud.databases.addReplica(primaryId, replicaId);
  await askToCreate(stage, [zone]);
  await untilState(stage, 'create-pool', 'done');
}

async function grantAccess(stage: Stage): Promise<void> {
  await stage.say({
    userId: ana,
    text: `/egress-pool allow payments ${primaryId} --for 7d --reason "reads its orders"`,
    isTaken: async () => (await requestsIn(stage)).length > 0,
  });
  await approve(stage, [david, sara]);
  await untilEverythingEnded(stage, 'active');
}

async function askToExtend(stage: Stage): Promise<void> {
  const { id } = await theGrant(stage);
  await stage.say({
    userId: ana,
    text: `/egress-pool extend ${id}`,
    isTaken: async () => (await requestsIn(stage)).some(({ kind }) => kind === 'extension'),
  });
}

/** These people approve the newest request, one after the other, once its card is there. */
async function approve(stage: Stage, people: string[]): Promise<void> {
  for (const userId of people) {
    await stage.press({
      userId,
      actionId: 'request_approve',
      card: () => cardToDecide(stage),
      isTaken: async () => {
        const request = (await requestsIn(stage)).at(-1);
        const said = [...(request?.decisions ?? []), ...(request?.clicks ?? [])];
        return request?.state !== 'pending' || said.some(({ personId }) => personId === userId);
      },
    });
  }
}

function cardToDecide({ world }: Stage) {
  return world.slack.state.messages.findLast(
    ({ isFromBot, channelId, blocks }) =>
      isFromBot && channelId === 'C0APPROVE1' && JSON.stringify(blocks ?? []).includes('request_approve'),
  );
}

/** As if the time had passed: only the grant's end is another one. */
async function bringEndForward(stage: Stage): Promise<void> {
  await until('the end is brought forward', endsWithinMs, async () => {
    const grant = await theGrant(stage);
    const nowMs = Date.now();
    const due = [{ id: grant.id, atMs: nowMs }];
    return (await stage.store.commit({ records: [grantChange({ ...grant, endMs: nowMs })], due })).ok;
  });
}

async function theGrant(stage: Stage): Promise<Grant> {
  const [grant] = await grantsIn(stage);
  if (!grant) throw new Error('there is no grant');
  return grant;
}

/** Waits until the grant is in the state and no operation runs any more; one that failed ends it at once. */
async function untilEverythingEnded(stage: Stage, state: Grant['state']): Promise<void> {
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

async function checkAll(stage: Stage, wanted: Parameters<typeof checkGrant>[1]): Promise<string[]> {
  return [
    ...(await checkReadyPool(stage, { name: 'payments', cluster: 'prod', zones: [zone] })),
    ...(await checkGrant(stage, wanted)),
    ...(await checkRest(stage)),
  ];
}
