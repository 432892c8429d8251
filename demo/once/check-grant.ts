import { createHash } from 'node:crypto';
import { foreignWrites } from '../../emulators/alicloud/rds/foreign-writes.ts';
import type { World } from '../../emulators/world/world.ts';
import type { Check, CheckedPool } from './check-pool.ts';
import { type Whitelist, whitelistOf } from './whitelist.ts';

export interface CheckedGrant {
  state: string;
  instance: string;
  group: string;
  entries: string[];
}

export interface GrantInQuestion {
  pool: CheckedPool;
  installation: string;
  instanceId: string;
  /** The whitelist before anybody asked. */
  before: Whitelist;
}

/** What the emulators themselves hold of a database that was opened to the pool, and whether it is as it must be. */
export function checkGrant(world: World, asked: GrantInQuestion): { grant: CheckedGrant; checks: Check[] } {
  const { pool, instanceId, before } = asked;
  const group = groupNameOf(world, asked);
  const { [group]: entries = [], ...others } = whitelistOf(world, instanceId);
  const scope = { groupPattern: new RegExp(`^${group}$`), instanceIds: [instanceId] };
  const ranges = pool.zones.map(({ cidr }) => cidr).toSorted();
  const { admits } = world.alicloud.databases;
  const isAdmitted = pool.zones.every(({ canaryIp }) => admits(instanceId, canaryIp));
  const areOthersOut = ['10.0.0.2', '10.1.0.2'].every((address) => !admits(instanceId, address));
  return {
    grant: { state: 'unknown', instance: instanceId, group, entries },
    checks: [
      { what: `group ${group} holds exactly the pool's ranges`, ok: same(entries, ranges) && ranges.length > 0 },
      { what: 'every other group is as it was', ok: same(others, before) },
      {
        what: 'no write to another group or instance was tried',
        ok: foreignWrites(world.alicloud.journal, scope).length === 0,
      },
      { what: "the database lets the pool's pods in, and no other pod or node", ok: isAdmitted && areOthersOut },
    ],
  };
}

/** Whether each address from which the pool was proven is let in. */
export function letsPoolIn(world: World, { pool, instanceId }: GrantInQuestion): boolean {
  return pool.zones.every(({ canaryIp }) => world.alicloud.databases.admits(instanceId, canaryIp));
}

/** By the rule of the documents, from the id that the pool's vSwitches carry. */
function groupNameOf(world: World, { pool, installation }: GrantInQuestion): string {
  const vSwitch = world.alicloud.state.vSwitches.get(pool.zones[0]?.vSwitchId ?? '');
  const poolId = vSwitch?.tags['egress-pool/pool'] ?? '';
  const hash = createHash('sha256').update(`${installation}/${poolId}`).digest('hex').slice(0, 8);
  return `ep_${pool.name.replace(/[^a-z0-9]/g, '_').slice(0, 16)}_${hash}`;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
