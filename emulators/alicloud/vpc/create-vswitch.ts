import type { ActionContext, RpcAction } from '../action.ts';
import { ApiError } from '../errors.ts';
import { missingParameter, type Parameters } from '../parameters.ts';
import { listedFromMs, type World } from '../world.ts';
import { checkCidr } from './check-cidr.ts';
import { checkTags } from './check-tags.ts';
import { isVpcBusy } from './find.ts';
import type { VSwitch } from './state.ts';

/** `Pending` at first; one at a time per VPC; a repeated ClientToken answers with the first vSwitch. */
export const createVSwitch: RpcAction = {
  style: 'rpc',
  product: 'vpc',
  action: 'CreateVSwitch',
  parameters: `VpcId* ZoneId* CidrBlock CidrMask:num ClientToken Description Ipv6CidrBlock:num Ipv6CidrMask:num
    RegionId Tag.N.Key Tag.N.Value VSwitchName VpcIpv6CidrBlock`,
  run(ctx) {
    const { world, parameters } = ctx;
    const token = parameters.text('ClientToken');
    const known = token === '' ? undefined : repeated(world, parameters, token);
    if (known) return { VSwitchId: known };
    check(world, parameters);
    const vSwitch = create(ctx);
    if (token !== '') {
      world.vpc.tokens.set(token, { fingerprint: fingerprint(parameters), vSwitchId: vSwitch.vSwitchId });
    }
    return { VSwitchId: vSwitch.vSwitchId };
  },
};

function repeated(world: World, parameters: Parameters, token: string): string | undefined {
  if (token.length > 64 || !/^[\x20-\x7e]+$/.test(token)) {
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "ClientToken" is not valid.');
  }
  const known = world.vpc.tokens.get(token);
  if (!known) return undefined;
  if (world.settings.tokenProcessing > 0) {
    world.settings.tokenProcessing -= 1;
    throw new ApiError(400, 'LastTokenProcessing', 'The last token request is processing.');
  }
  if (known.fingerprint !== fingerprint(parameters)) {
    const message = 'The request uses the same client token as a previous, but non-identical request.';
    throw new ApiError(400, 'IdempotentParameterMismatch', message);
  }
  return known.vSwitchId;
}

function fingerprint(parameters: Parameters): string {
  return JSON.stringify(Object.entries(parameters.raw).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function check(world: World, parameters: Parameters): void {
  const vpc = world.vpc.vpcs.get(parameters.text('VpcId'));
  if (!vpc) throw new ApiError(404, 'InvalidVpcId.NotFound', 'Specified VPC does not exist.');
  if (!world.vpc.zones.get(vpc.regionId)?.includes(parameters.text('ZoneId'))) {
    throw new ApiError(404, 'InvalidZoneId.NotFound', 'Specified value of "ZoneId" is not exists.');
  }
  if (parameters.has('CidrMask')) {
    throw new ApiError(400, 'InvalidParameter', 'CidrMask needs a VPC with an IPAM pool.');
  }
  if (!parameters.has('CidrBlock')) throw missingParameter('CidrBlock');
  if (isNameMalformed(parameters.text('VSwitchName'), 128)) {
    throw new ApiError(400, 'InvalidVSwitchName.Malformed', 'Specified virtual switch name is not valid.');
  }
  if (isNameMalformed(parameters.text('Description'), 256)) {
    throw new ApiError(400, 'InvalidVSwitchDiscription.Malformed', 'Specified description is not valid.');
  }
  checkTags(parameters.tags());
  checkCidr(world, vpc, parameters.text('CidrBlock'));
  const siblings = [...world.vpc.vSwitches.values()].filter((vSwitch) => vSwitch.vpcId === vpc.vpcId);
  if (siblings.length >= world.quotas.vSwitchesPerVpc) {
    throw new ApiError(400, 'QuotaExceeded.VSwitch', 'The maximum number of virtual switches is exceeded.');
  }
  if (isVpcBusy(world, vpc.vpcId)) {
    throw new ApiError(400, 'IncorrectVSwitchStatus', 'VSwitch Creation simultaneously is not supported.');
  }
}

function isNameMalformed(text: string, maximum: number): boolean {
  return text.length > maximum || /^https?:\/\//.test(text);
}

function create({ world, parameters, markChanged }: ActionContext): VSwitch {
  const vSwitch: VSwitch = {
    vSwitchId: world.ids.vSwitch(),
    vpcId: parameters.text('VpcId'),
    zoneId: parameters.text('ZoneId'),
    cidrBlock: parameters.text('CidrBlock'),
    name: parameters.text('VSwitchName'),
    description: parameters.text('Description'),
    status: 'Pending',
    tags: Object.fromEntries(parameters.tags().map(({ key, value }) => [key, value])),
    createdAtMs: world.clock.now(),
    listedFromMs: listedFromMs(world),
    usedOffsets: new Set(),
    reservations: [],
  };
  world.vpc.vSwitches.set(vSwitch.vSwitchId, vSwitch);
  markChanged();
  world.clock.after(world.settings.delays.vSwitchAvailableMs, () => {
    vSwitch.status = 'Available';
  });
  return vSwitch;
}
