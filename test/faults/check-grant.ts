import { configMaps } from '../../emulators/kubernetes/resources.ts';
import type { AccessRequest } from '../../src/domain/grants/access-request.ts';
import type { Grant } from '../../src/domain/grants/grant.ts';
import { liveGrantIndex, openRequestIndex, pairRecordId } from '../../src/store/access-records.ts';
import { poolIndex, poolOf } from '../../src/store/pool-record.ts';
import { checkRest } from './check-rest.ts';
import { checkReadyPool, differs } from './check-world.ts';
import { zones } from './grant-flow.ts';
import { grantsIn, requestsIn } from './grants.ts';
import type { Scene } from './scene.ts';

/** How a world with one grant of the pool `payments` must look once nothing moves any more. */
interface WantedGrant {
  state: 'active' | 'ended';
  /** Of each of the pool's vSwitches; its one of the beginning if absent. */
  zones?: string[];
  /** By instance: what others have put into our group. */
  foreign: Record<string, string[]>;
  /** By instance: whitelist writes that changed something, from the beginning on. */
  writes: Record<string, number>;
  /** In the order in which they were asked; `says` is what their announcement and their card show. */
  requests: { kind: AccessRequest['kind']; state: AccessRequest['state']; says: RegExp }[];
}

/** What is wrong when everything has ended that was done with the pool `payments` and its one grant. */
export async function checkAccess(scene: Scene, wanted: WantedGrant): Promise<string[]> {
  return [
    ...(await checkReadyPool(scene, { name: 'payments', cluster: 'prod', zones: wanted.zones ?? zones })),
    ...(await checkGrant(scene, wanted)),
    ...(await checkRest(scene)),
  ];
}

/** What is wrong with the one grant, its requests, the whitelists, and what people see of it. */
async function checkGrant(scene: Scene, wanted: WantedGrant): Promise<string[]> {
  const [grant, ...more] = await grantsIn(scene);
  if (!grant || more.length > 0) return [`${grant ? more.length + 1 : 0} grants`];
  const requests = await requestsIn(scene);
  return [
    ...differs('state of the grant', grant.state, wanted.state),
    ...differs('its pending request', grant.pendingRequestId, undefined),
    ...(await whitelistProblems(scene, grant, wanted)),
    ...requestProblems(scene, requests, wanted),
    ...(await recordProblems(scene, grant, wanted)),
    ...(await auditProblems(scene, wanted)),
  ];
}

async function whitelistProblems(scene: Scene, { groupName }: Grant, wanted: WantedGrant): Promise<string[]> {
  const { databases, journal } = scene.world.alicloud;
  const [pool] = (await scene.store.readMany(await scene.store.readIndex(poolIndex))).map(poolOf);
  const ours = wanted.state === 'active' ? (pool?.vSwitches.map(({ cidrBlock }) => cidrBlock) ?? []) : [];
  return Object.entries(wanted.foreign).flatMap(([instanceId, foreign]) => {
    const entries = [...ours, ...foreign];
    const writes = journal.filter(
      ({ name, parameters, changed }) =>
        name === 'rds:ModifySecurityIps' && changed && parameters.DBInstanceId === instanceId,
    );
    return [
      ...differs(
        `our group on ${instanceId}`,
        databases.entries(instanceId, groupName),
        entries.length > 0 ? entries.toSorted() : ['127.0.0.1'],
      ),
      ...differs(`writes to ${instanceId}`, writes.length, wanted.writes[instanceId]),
    ];
  });
}

/** What is wrong with the requests, and with the one announcement and the one card of each. */
export function requestProblems(
  { world }: Scene,
  requests: AccessRequest[],
  wanted: Pick<WantedGrant, 'requests'>,
): string[] {
  const shown = requests.map(({ kind, state }) => ({ kind, state }));
  return [
    ...differs(
      'requests',
      shown,
      wanted.requests.map(({ kind, state }) => ({ kind, state })),
    ),
    ...requests.flatMap(({ id, outcome }, index) => [
      ...(outcome ? [] : [`request ${id} has no outcome`]),
      ...[id, `card-${id}`].flatMap((outletId) => {
        const posts = world.slack.state.messages.filter(({ isFromBot, metadata }) => {
          return isFromBot && JSON.stringify(metadata ?? '').includes(`"${outletId}"`);
        });
        const says = wanted.requests[index]?.says ?? /^$/;
        const wrong = posts
          .filter(({ text }) => !says.test(text))
          .map(({ text }) => `${outletId} still says "${text}"`);
        return [...differs(`messages of ${outletId}`, posts.length, 1), ...wrong];
      }),
    ]),
  ];
}

async function recordProblems(scene: Scene, grant: Grant, { state }: WantedGrant): Promise<string[]> {
  const { store, world } = scene;
  const live = state === 'active' ? [grant.id] : [];
  const cluster = world.seed.clusters.find(({ name }) => name === grant.clusterName);
  const kept = world.kubernetes
    .cluster(cluster?.clusterId ?? '')
    .list(configMaps, 'kube-system')
    .find(({ metadata }) => metadata.name === `egress-pool-record-${grant.poolName}`);
  const { grants = [] }: { grants?: { grantId: string }[] } = JSON.parse(kept?.data?.['record.json'] ?? '{}');
  return [
    ...differs('live grants', await store.readIndex(liveGrantIndex), live),
    ...differs('open requests', await store.readIndex(openRequestIndex), []),
    ...differs('holder of the pair', (await store.read(pairRecordId(grant)))?.fields.grant, live[0]),
    ...differs(
      "grants in the pool's record",
      grants.map(({ grantId }) => grantId),
      live,
    ),
  ];
}

/** Each of these is said once, whatever had to be tried again. */
async function auditProblems({ store }: Scene, { state, requests }: WantedGrant): Promise<string[]> {
  const audit = await store.readAudit({ after: 0, limit: 10_000 });
  const count = (word: string) => audit.filter(({ what }) => what === word).length;
  const approved = requests.filter((request) => request.state === 'approved').length;
  const ended = state === 'ended' ? 1 : 0;
  const wanted = {
    'request.asked': requests.length,
    'request.approved': approved,
    'grant.applied': approved,
    'grant.ending': ended,
    'grant.ended': ended,
  };
  return Object.entries(wanted).flatMap(([what, number]) => differs(`audit entries "${what}"`, count(what), number));
}
