import * as cs from '@alicloud/cs20151215';
import * as ecs from '@alicloud/ecs20140526';
import * as core from '@alicloud/openapi-core';
import * as rds from '@alicloud/rds20140815';
import * as vpc from '@alicloud/vpc20160428';
import { type AlicloudEmulator, startAlicloudEmulator } from '../../../emulators/alicloud/alicloud.ts';
import { demoSeed } from '../../../emulators/alicloud/seed.ts';
import type { SettingsChange } from '../../../emulators/alicloud/settings.ts';
import { createEmulatorClock } from '../../../emulators/clock/clock.ts';
import { until } from '../../support/until.ts';

export { cs, ecs, rds, vpc };

export const prod = 'c82e6987e2961451182edacd74faf0000';
export const zone = 'cn-beijing-h';
export const region = 'cn-beijing';

/** An emulator 1000 times as fast as the wall clock, with the vendor's SDKs pointed at it. */
export async function startCloud(settings: SettingsChange = {}, seed = demoSeed()) {
  const emulator = await startAlicloudEmulator({ clock: createEmulatorClock(1000), seed, settings });
  return { emulator, ...connect(emulator), [Symbol.asyncDispose]: () => emulator.close() };
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

export function connect(emulator: AlicloudEmulator, key = { id: 'LTAI-demo', secret: 'demo-secret' }) {
  const config = new core.$OpenApiUtil.Config({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    regionId: region,
    endpoint: emulator.url.replace('http://', ''),
    protocol: 'http',
    readTimeout: 10_000,
    connectTimeout: 10_000,
  });
  return {
    vpc: new (classOf(vpc.default))(config),
    cs: new (classOf(cs.default))(config),
    ecs: new (classOf(ecs.default))(config),
    rds: new (classOf(rds.default))(config),
  };
}

/** The SDKs are CommonJS: Node wraps their default export once more, the test runner does not. */
function classOf<T>(exported: T | { default: T }): T {
  return isClass(exported) ? exported : exported.default;
}

function isClass<T>(value: T | { default: T }): value is T {
  return typeof value === 'function';
}

/** The error code of a refused call. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

export function makeVSwitch(cloud: Cloud, cidrBlock: string, more: object = {}) {
  const request = new vpc.CreateVSwitchRequest({
    regionId: region,
    vpcId: 'vpc-2zemain',
    zoneId: zone,
    cidrBlock,
    vSwitchName: 'pool',
    ...more,
  });
  return cloud.vpc.createVSwitch(request).then((answer) => answer.body?.vSwitchId ?? '');
}

export function awaitAvailable(cloud: Cloud, vSwitchId: string) {
  return until(() => (cloud.emulator.state.vSwitches.get(vSwitchId)?.status === 'Available' ? true : undefined));
}
