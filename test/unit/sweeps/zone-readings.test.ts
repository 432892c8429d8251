import { expect, test } from 'vitest';
import type { VSwitch } from '../../../src/cloud/cloud.ts';
import type { PoolVSwitch } from '../../../src/domain/pool.ts';
import { zoneReadings } from '../../../src/sweeps/capacity/zone-readings.ts';

const owned = (vSwitchId: string, stage: PoolVSwitch['stage']): PoolVSwitch => ({
  ...{ vSwitchId, stage, zoneId: 'h', cidrBlock: `block of ${vSwitchId}`, usableAddresses: 60 },
  ...{ canaryIp: undefined, freeAddresses: undefined },
});
const listed = (vSwitchId: string): VSwitch => ({
  ...{ vSwitchId, zoneId: 'h', cidrBlock: `block of ${vSwitchId}`, availableIpAddressCount: 50 },
  ...{ vpcId: 'vpc-1', name: '', status: 'Available', tags: [] },
});
const nobody = { picture: { nodes: [], pods: [], failingNodes: new Set<string>() }, pods: new Map() };

test('only a vSwitch that serves pods has free room: what joins or has left is not counted, what leaves is full', () => {
  const vSwitches = [
    owned('serves', undefined),
    owned('joins', 'joining'),
    owned('leaves', 'leaving'),
    owned('is-out', 'left'),
  ];
  const pool = { id: 'pool-1', nodes: { min: 2, max: 2 }, vSwitches };

  const readings = zoneReadings(pool, [listed('serves'), listed('joins'), listed('leaves')], nobody);

  expect(readings?.[0]?.vSwitches.map(({ vSwitchId, freeAddresses }) => [vSwitchId, freeAddresses])).toEqual([
    ['serves', 50],
    ['leaves', 0],
  ]);
});
