import { expect, test } from 'vitest';
import { chooseAdded, chooseNode, type PoolNode, whyStale } from '../../../../src/domain/choose-node.ts';

const node = (name: string, zoneId: string, changes: Partial<PoolNode> = {}): PoolNode => ({
  ...{ name, zoneId, instanceId: `i-${name}`, createdAtMs: 0, stale: undefined },
  ...changes,
});
const stale = { stale: 'it is old' };

test.each([
  ['nothing is to do', [node('a', 'h'), node('b', 'g')], 2, undefined],
  ['what is stale goes once there is room', [node('a', 'h', stale), node('b', 'g')], 2, ['a', true]],
  [
    'there is room already where nodes are too many',
    [node('a', 'h'), node('b', 'g', stale), node('c', 'g')],
    2,
    ['b', false],
  ],
  [
    'the only one of its zone goes once there is another, however many there are elsewhere',
    [node('a', 'h', stale), node('b', 'g'), node('c', 'g')],
    2,
    ['a', true],
  ],
  [
    'the newest of the fullest zone goes',
    [node('a', 'h'), node('b', 'g'), node('c', 'g', { createdAtMs: 9 })],
    2,
    ['c', false],
  ],
  ['the last of a zone never goes', [node('a', 'h'), node('b', 'g'), node('c', 'i')], 2, undefined],
] as const)('%s', (_what, nodes, wanted, expected) => {
  const choice = chooseNode(nodes, wanted);

  expect(choice && [choice.node.name, choice.needsRoom]).toEqual(expected);
});

const old = [node('a', 'h'), node('b', 'g')];
const before = ['i-a', 'i-b'];

test.each([
  ['nothing was added', old, 2, []],
  ['the newest goes first', [...old, node('c', 'h', { createdAtMs: 1 }), node('d', 'g', { createdAtMs: 9 })], 3, ['d']],
  ['no node that was there before goes', [...old, node('c', 'g')], 1, ['c']],
  ['what has taken the place of another one stays', [node('a', 'h'), node('c', 'g')], 2, []],
  ['the last of a zone stays', [node('a', 'h'), node('b', 'h'), node('c', 'g')], 2, []],
  [
    'of what never joined no zone is known, and it goes before all others',
    [...old, node('c', 'g', { createdAtMs: 9 }), { instanceId: 'i-x', zoneId: undefined, createdAtMs: Infinity }],
    3,
    ['x'],
  ],
])('when a growth is taken back: %s', (_what, nodes, wanted, expected) => {
  const chosen = chooseAdded(nodes, { before, wanted });

  expect(chosen.map(({ instanceId }) => instanceId)).toEqual(expected.map((name) => `i-${name}`));
});

const full = { vSwitchId: 'old', addresses: 15 };
const half = { vSwitchId: 'old', addresses: 7 };
const limits = { mostSecondary: 2, addressesPerInterface: 15 };
const grown = { leaving: [], added: ['new'] };

test.each([
  ['another interface is possible', { secondary: [half] }, { ...grown, free: 0 }, undefined],
  [
    'an interface in the new vSwitch is there',
    { secondary: [half, { ...half, vSwitchId: 'new' }] },
    { ...grown, free: 0 },
    undefined,
  ],
  ['the old vSwitch has addresses left', { secondary: [half, full] }, { ...grown, free: 3 }, undefined],
  ['the node itself is full', { secondary: [full, full] }, { ...grown, free: 0 }, undefined],
  ['no interface and no address can be had', { secondary: [half, full] }, { ...grown, free: 0 }, 'can have no other'],
  ['an interface is in what leaves', { secondary: [half] }, { leaving: ['old'], added: [], free: 9 }, 'which leaves'],
  ['nothing leaves and nothing is new', { secondary: [half, half] }, { leaving: [], added: [], free: 0 }, undefined],
])('a node whose pods: %s', (_what, has, { free, ...change }, expected) => {
  const why = whyStale({ ...limits, ...has }, { ...change, freeIn: () => free });

  if (expected === undefined) expect(why).toBeUndefined();
  else expect(why).toContain(expected);
});
