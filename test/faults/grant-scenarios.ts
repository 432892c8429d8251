import { checkAccess } from './check-grant.ts';
import {
  addForeignEntry,
  approvals,
  approve,
  askToExtend,
  bringEndForward,
  cardToDecide,
  grantAccess,
  openPool,
  primaryId,
  readyPool,
  replicaId,
  theGrant,
  untilEverythingEnded,
} from './grant-flow.ts';
import { requestsIn } from './grants.ts';
import { ana, endsWithinMs } from './operations.ts';
import type { Scenario } from './scenario.ts';
import { until } from './until.ts';

const foreignEntry = '192.0.2.7';

/** A database with a read-only instance is asked for, approved by two people, and let in. */
export const applyScenario: Scenario = {
  name: 'access is asked for, approved and applied',
  file: { approvals },
  prepare: readyPool,
  play: grantAccess,
  check: (stage) =>
    checkAccess(stage, {
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
    await openPool(stage);
    await addForeignEntry(stage, primaryId, foreignEntry);
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
    checkAccess(stage, {
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
  prepare: openPool,
  async play(stage) {
    const { endMs: oldEndMs = 0 } = await theGrant(stage);
    await askToExtend(stage);
    await approve(stage);
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
      ...(await checkAccess(stage, {
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
    await openPool(stage);
    await askToExtend(stage);
    await until('somebody is asked about the extension', endsWithinMs, async () => cardToDecide(stage) !== undefined);
  },
  async play(stage) {
    await bringEndForward(stage);
    await untilEverythingEnded(stage, 'ended');
  },
  check: (stage) =>
    checkAccess(stage, {
      state: 'ended',
      foreign: { [primaryId]: [], [replicaId]: [] },
      writes: { [primaryId]: 2, [replicaId]: 2 },
      requests: [
        { kind: 'first-grant', state: 'approved', says: /ended/i },
        { kind: 'extension', state: 'superseded', says: /superseded|overtaken|ended/i },
      ],
    }),
};
