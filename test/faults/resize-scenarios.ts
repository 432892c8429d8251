import { checkAccess } from './check-grant.ts';
import { checkMessages } from './check-world.ts';
import { approvals, approve, openPool, primaryId, replicaId, untilEverythingEnded } from './grant-flow.ts';
import { requestsIn } from './grants.ts';
import { ana, endsWithinMs } from './operations.ts';
import type { Played } from './played.ts';
import type { Scenario } from './scenario.ts';
import { until } from './until.ts';

const zone = 'cn-beijing-h';
const nobodyElse = { [primaryId]: [], [replicaId]: [] };
const requests = [
  { kind: 'first-grant', state: 'approved', says: /applied/i } as const,
  { kind: 'added-cidr', state: 'approved', says: /applied/i } as const,
];

const resizesIn = async (stage: Pick<Played, 'operations'>) =>
  (await stage.operations()).filter(({ kind }) => kind === 'resize-pool');

async function askToResize(stage: Played, options: string): Promise<void> {
  const before = (await resizesIn(stage)).length;
  const isTaken = async () => (await resizesIn(stage)).length > before;
  await stage.say({ userId: ana, text: `/egress-pool resize payments ${options}`, isTaken });
}

/** So many that the new vSwitch is the larger one: new nodes may take their addresses of it alone, and prove it. */
async function grow(stage: Played): Promise<void> {
  await askToResize(stage, '--pods 140');
  await until('the approvers are asked', endsWithinMs, async () =>
    (await requestsIn(stage)).some(({ kind, round }) => kind === 'added-cidr' && round > 0),
  );
  await approve(stage);
  await untilEverythingEnded(stage, 'active');
}

/** A pool with a database gets another vSwitch and another node. */
export const growScenario: Scenario = {
  name: 'a pool with access grows',
  file: { approvals },
  prepare: openPool,
  play: grow,
  async check(stage) {
    const resizes = await resizesIn(stage);
    return [
      ...(await checkAccess(stage, {
        ...{ state: 'active', foreign: nobodyElse, zones: [zone, zone] },
        writes: { [primaryId]: 2, [replicaId]: 2 },
        requests,
      })),
      ...resizes.flatMap((operation) => checkMessages(stage, operation, /resized|done/i)),
    ];
  },
};

/** And gives both back: off the nodes, out of the whitelists, deleted. */
export const shrinkScenario: Scenario = {
  name: 'a pool with access shrinks',
  file: { approvals },
  async prepare(stage) {
    await openPool(stage);
    await grow(stage);
  },
  async play(stage) {
    await askToResize(stage, '--pods 40 --nodes 2');
    await untilEverythingEnded(stage, 'active');
  },
  check: (stage) =>
    checkAccess(stage, {
      ...{ state: 'active', foreign: nobodyElse, zones: [zone] },
      writes: { [primaryId]: 3, [replicaId]: 3 },
      requests,
    }),
};
