import { expect, test } from 'vitest';
import { measureZone } from '../../../../src/domain/capacity/zone-capacity.ts';
import type { NodeReading, ZoneReading } from '../../../../src/domain/capacity/zone-reading.ts';

function node(changes: Partial<NodeReading> = {}): NodeReading {
  return {
    name: 'n1',
    zoneId: 'cn-beijing-h',
    takesPods: true,
    mostAddresses: 30,
    mostPods: 40,
    pods: 3,
    addressedPods: 0,
    waitingPods: 0,
    lacksAddresses: false,
    ...changes,
  };
}

/** A /26: 60 usable addresses. */
function zone(freeAddresses: number, changes: Partial<ZoneReading> = {}): ZoneReading {
  return {
    network: 'terway',
    zoneId: 'cn-beijing-h',
    vSwitches: [{ vSwitchId: 'vsw-1', cidrBlock: '10.0.0.0/26', usableAddresses: 60, freeAddresses }],
    nodes: [node(), node({ name: 'n2' })],
    addableNodes: 0,
    perNewNode: { addresses: 30, pods: 40 },
    ...changes,
  };
}

test('addresses that idle nodes hold count as room, since their nodes can give them to pods', () => {
  const measured = measureZone(zone(50));

  expect(measured).toMatchObject({ total: 64, usable: 60, used: 0, free: 50, warm: 10, stranded: 0, room: 60 });
  expect(measured.usage).toBe(0);
});

test('addresses that no node of the pool can give out are stranded and no room', () => {
  const measured = measureZone(zone(20, { nodes: [node({ addressedPods: 10, pods: 13 })] }));

  expect(measured).toMatchObject({ used: 10, free: 20, warm: 6, stranded: 24, room: 20, bitesFirst: 'eni' });
});

test('what bites first is the limit that is reached first', () => {
  const full = { addressedPods: 28, pods: 31 };

  expect(measureZone(zone(2, { nodes: [node(full), node({ ...full, mostAddresses: 90 })] })).bitesFirst).toBe(
    'address',
  );
  expect(measureZone(zone(30, { nodes: [node(full)] })).bitesFirst).toBe('eni');
  expect(measureZone(zone(30, { nodes: [node({ ...full, mostAddresses: 90, mostPods: 32 })] })).bitesFirst).toBe(
    'node',
  );
});

test('nodes that may still be added are room up to the addresses that are there', () => {
  const nodes = [node({ addressedPods: 30, pods: 33 })];

  expect(measureZone(zone(30, { nodes })).room).toBe(0);
  expect(measureZone(zone(30, { nodes, addableNodes: 1 }))).toMatchObject({ room: 30, bitesFirst: 'address' });
});

test('a node that is cordoned or not ready takes no more pods', () => {
  const nodes = [node({ takesPods: false, addressedPods: 5, pods: 8 })];

  expect(measureZone(zone(50, { nodes }))).toMatchObject({ used: 5, warm: 0, room: 0, usage: 1 });
});

test('a rolling update must still fit when as many more pods as are promised run', () => {
  const { room, morePods, used } = measureZone(
    zone(20, { nodes: [node({ addressedPods: 40, mostAddresses: 90, mostPods: 99 })] }),
  );

  expect({ room, morePods }).toEqual({ room: 20, morePods: 8 });
  expect(Math.ceil((used + morePods) * 1.25)).toBeLessThanOrEqual(used + room);
});

test('a count of the cloud that is behind does not make addresses out of pods that run already', () => {
  expect(measureZone(zone(60, { nodes: [node({ addressedPods: 25 }), node({ addressedPods: 25 })] }))).toMatchObject({
    free: 10,
    room: 10,
  });
});

test('pods that wait while Terway says there is no address make a zone starve, whatever the counts say', () => {
  const starving = node({ waitingPods: 2, lacksAddresses: true });

  expect(measureZone(zone(50, { nodes: [starving] })).isStarving).toBe(true);
  expect(measureZone(zone(50, { nodes: [node({ lacksAddresses: true })] })).isStarving).toBe(false);
  expect(measureZone(zone(50, { nodes: [node({ waitingPods: 2 })] })).isStarving).toBe(false);
});

test('on Flannel a zone holds what its nodes run, and addresses are those of nodes', () => {
  const nodes = [node({ mostPods: 110, addressedPods: 28, pods: 30 }), node({ mostPods: 110, takesPods: false })];
  const measured = measureZone(zone(58, { network: 'flannel', nodes }));

  expect(measured).toMatchObject({ usable: 60, used: 28, free: 58, warm: 0, stranded: 0, room: 80, nodes: 2 });
  expect(measured.bitesFirst).toBe('node');
});

test('on Flannel nodes that may still come are room as far as there are addresses for them', () => {
  const given = { network: 'flannel' as const, nodes: [node({ pods: 40 })], addableNodes: 3 };

  expect(measureZone(zone(50, given))).toMatchObject({ room: 120, bitesFirst: 'node' });
  expect(measureZone(zone(2, given))).toMatchObject({ room: 80, bitesFirst: 'address' });
  expect(measureZone(zone(0, given))).toMatchObject({ room: 0, bitesFirst: 'address' });
});
