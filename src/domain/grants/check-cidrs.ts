import { blockOf, contains, parseCidr, prefixOf } from '../cidr.ts';
import type { PlannedCidr } from './grant-plan.ts';

export interface CidrCheck {
  cidrs: readonly PlannedCidr[];
  /** The pool's vSwitches as just read from the VPC; `isOurs` by their marker, never by name. */
  vSwitches: readonly { vSwitchId: string; cidrBlock: string; vpcId: string; isOurs: boolean }[];
  vpc: { vpcId: string; cidrBlocks: readonly string[] };
  /** The instance's VPC; undefined when it is in none. */
  instanceVpcId: string | undefined;
  /** The rule allows an instance in another VPC. */
  crossVpc: boolean;
  /** Nothing wider than this prefix may be let in. */
  widestPrefix: number;
}

/** A vSwitch of the VPC is a /16 at the widest, so nothing of a pool is wider. */
export const defaultWidestPrefix = 16;

/** Why these CIDRs must not go into a whitelist (DESIGN promise 6), one sentence each; empty when they may. */
export function cidrProblems(check: CidrCheck): string[] {
  const none = check.cidrs.length === 0 ? ['There is no CIDR to let in.'] : [];
  return [...none, ...vpcProblems(check), ...check.cidrs.flatMap((planned) => problemsOf(planned, check))];
}

function vpcProblems({ vpc, instanceVpcId, crossVpc }: CidrCheck): string[] {
  if (instanceVpcId === vpc.vpcId || crossVpc) return [];
  const where = instanceVpcId === undefined ? 'in no VPC' : `in ${instanceVpcId}`;
  return [`The instance is ${where} and the pool in ${vpc.vpcId}; the approval policy does not allow that.`];
}

function problemsOf({ cidr, vSwitchId }: PlannedCidr, check: CidrCheck): string[] {
  const block = parseCidr(cidr);
  if (!block) return [`${cidr} is not an IPv4 CIDR in canonical form.`];
  const problems: string[] = [];
  if (prefixOf(block) < check.widestPrefix) problems.push(`${cidr} is wider than a /${check.widestPrefix}.`);
  const vSwitch = check.vSwitches.find((one) => one.vSwitchId === vSwitchId);
  if (!vSwitch?.isOurs) return [...problems, `${vSwitchId} is not a vSwitch of this pool.`];
  if (vSwitch.vpcId !== check.vpc.vpcId) problems.push(`${vSwitchId} is in ${vSwitch.vpcId}, not in the pool's VPC.`);
  if (vSwitch.cidrBlock !== cidr) problems.push(`${vSwitchId} has ${vSwitch.cidrBlock}, not ${cidr}.`);
  if (!check.vpc.cidrBlocks.some((outer) => contains(blockOf(outer), block))) {
    problems.push(`${cidr} is outside the VPC's CIDRs.`);
  }
  return problems;
}
