import { expect, it, test } from 'vitest';
import { type CidrCheck, cidrProblems, defaultWidestPrefix } from '../../../../src/domain/grants/check-cidrs.ts';

const cidr = '10.64.3.0/25';
const vSwitch = { vSwitchId: 'vsw-1', cidrBlock: cidr, vpcId: 'vpc-1', isOurs: true };

function check(changes: Partial<CidrCheck> = {}): CidrCheck {
  return {
    cidrs: [{ cidr, vSwitchId: 'vsw-1' }],
    vSwitches: [vSwitch],
    vpc: { vpcId: 'vpc-1', cidrBlocks: ['192.168.0.0/16', '10.64.0.0/12'] },
    instanceVpcId: 'vpc-1',
    crossVpc: false,
    widestPrefix: defaultWidestPrefix,
    ...changes,
  };
}

it('has nothing against the CIDR of a vSwitch of the pool', () => {
  expect(cidrProblems(check())).toEqual([]);
  expect(cidrProblems(check({ widestPrefix: 25 }))).toEqual([]);
});

it('allows an instance in another VPC only where the rule does', () => {
  expect(cidrProblems(check({ instanceVpcId: 'vpc-2', crossVpc: true }))).toEqual([]);
  expect(cidrProblems(check({ instanceVpcId: 'vpc-2' }))).toEqual([
    'The instance is in vpc-2 and the pool in vpc-1; the approval policy does not allow that.',
  ]);
  expect(cidrProblems(check({ instanceVpcId: undefined }))[0]).toMatch(/in no VPC/);
});

test.each<[string, Partial<CidrCheck>, RegExp]>([
  ['no CIDR at all', { cidrs: [] }, /no CIDR/],
  ['every address', { cidrs: [{ cidr: '0.0.0.0/0', vSwitchId: 'vsw-1' }] }, /wider than a \/16/],
  ['wider than the policy', { widestPrefix: 26 }, /wider than a \/26/],
  ['a CIDR with host bits', { cidrs: [{ cidr: '10.64.3.1/25', vSwitchId: 'vsw-1' }] }, /canonical/],
  ['no CIDR', { cidrs: [{ cidr: '10.64.3.1', vSwitchId: 'vsw-1' }] }, /canonical/],
  ['a vSwitch that is not there', { vSwitches: [] }, /not a vSwitch of this pool/],
  ['a vSwitch without our marker', { vSwitches: [{ ...vSwitch, isOurs: false }] }, /not a vSwitch of this pool/],
  ['a vSwitch of another VPC', { vSwitches: [{ ...vSwitch, vpcId: 'vpc-2' }] }, /not in the pool's VPC/],
  ['another CIDR than the vSwitch has', { vSwitches: [{ ...vSwitch, cidrBlock: '10.64.4.0/25' }] }, /has 10\.64\.4\.0/],
  ['a CIDR outside the VPC', { vpc: { vpcId: 'vpc-1', cidrBlocks: ['10.80.0.0/12'] } }, /outside the VPC/],
])('refuses %s', (_, changes, problem) => {
  expect(cidrProblems(check(changes))).toContainEqual(expect.stringMatching(problem));
});
