import fc from 'fast-check';
import { dba, oncall, security } from './decision-desk.ts';

/** Who appears in a sequence: those of the groups, a requester, somebody of no group, the owner and an operator. */
export const people = ['U0ANA', 'U0DBA1', 'U0DBA2', 'U0SEC1', 'U0BOTH', 'U0CALL1', 'U0EVE'];
const person = fc.constantFrom(...people);
const anybody = fc.constantFrom(...people, 'U0OWNER', 'U0OPS');
const kind = <Kind extends string>(name: Kind) => ({ kind: fc.constant(name) });

/** One thing that somebody does, or that happens. */
export const action = fc.oneof(
  { weight: 10, arbitrary: fc.record({ ...kind('click'), person, back: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ ...kind('deny'), person, back: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record(kind('tend')) },
  { weight: 1, arbitrary: fc.record(kind('plan')) },
  { weight: 1, arbitrary: fc.record({ ...kind('withdraw'), person }) },
  { weight: 1, arbitrary: fc.record({ ...kind('wait'), seconds: fc.constantFrom(20, 45, 61, 3_600, 43_200) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ ...kind('regroup'), group: fc.constantFrom(dba, security, oncall) },
      members: fc.oneof(fc.subarray(people), fc.constant('unknown' as const)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ ...kind('standing'), person },
      standing: fc.constantFrom('counts' as const, 'guest' as const, 'deactivated' as const, 'unknown' as const),
    }),
  },
  // What the worker does, a step at a time and in one go.
  { weight: 2, arbitrary: fc.record(kind('ask')) },
  { weight: 3, arbitrary: fc.record(kind('write')) },
  { weight: 3, arbitrary: fc.record(kind('apply')) },
  { weight: 1, arbitrary: fc.record(kind('edit-pool')) },
  { weight: 1, arbitrary: fc.record({ ...kind('freeze'), person: anybody, isOn: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ ...kind('break-glass'), person }) },
  { weight: 1, arbitrary: fc.record({ ...kind('extend'), person: anybody }) },
);
export type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const approved: Action[] = [
  { kind: 'click', person: 'U0DBA1', back: 0 },
  { kind: 'click', person: 'U0SEC1', back: 0 },
  { kind: 'tend' },
];

/** Some sequences begin with what chance alone seldom comes to. */
export const beginning: fc.Arbitrary<Action[]> = fc.constantFrom(
  [],
  approved,
  [...approved, { kind: 'ask' }, { kind: 'tend' }],
  [...approved, { kind: 'apply' }],
);
