import type { SdkCredential } from './credentials.ts';
import { parseEndpoint } from './endpoint.ts';
import { sdkClass } from './sdk-class.ts';

const loadVpc = () => import('@alicloud/vpc20160428');
const loadCs = () => import('@alicloud/cs20151215');
const loadEcs = () => import('@alicloud/ecs20140526');
const loadRds = () => import('@alicloud/rds20140815');
const loadCore = () => import('@alicloud/openapi-core');

type Vpc = Awaited<ReturnType<typeof loadVpc>>;
type Cs = Awaited<ReturnType<typeof loadCs>>;
type Ecs = Awaited<ReturnType<typeof loadEcs>>;
type Rds = Awaited<ReturnType<typeof loadRds>>;
type Core = Awaited<ReturnType<typeof loadCore>>;

export interface VpcSdk {
  client: InstanceType<Vpc['default']['default']>;
  models: Vpc;
}
export interface CsSdk {
  client: InstanceType<Cs['default']['default']>;
  models: Cs;
}
export interface EcsSdk {
  client: InstanceType<Ecs['default']['default']>;
  models: Ecs;
}
export interface RdsSdk {
  client: InstanceType<Rds['default']['default']>;
  models: Rds;
  core: Core;
}

export interface ClientTarget {
  regionId: string;
  /** A whole URL; undefined follows the SDK's own rule for the region. */
  endpoint: string | undefined;
}

export interface SdkClients {
  vpc(target: ClientTarget): Promise<VpcSdk>;
  cs(target: ClientTarget): Promise<CsSdk>;
  ecs(target: ClientTarget): Promise<EcsSdk>;
  rds(target: ClientTarget): Promise<RdsSdk>;
}

/** The SDKs' connect timeout is an idle timeout and their default of 3 s is too short; our own deadline comes first. */
const sdkTimeoutMs = 30_000;

/** The SDKs cost 200 MB together, so each is loaded on first use; one client per product, region and endpoint. */
export function createSdkClients(forSdk: () => Promise<SdkCredential>): SdkClients {
  const config = async (core: Core, target: ClientTarget) =>
    new core.$OpenApiUtil.Config({
      credential: await forSdk(),
      regionId: target.regionId,
      ...(target.endpoint === undefined ? { protocol: 'https' } : parseEndpoint(target.endpoint)),
      readTimeout: sdkTimeoutMs,
      connectTimeout: sdkTimeoutMs,
    });

  return {
    vpc: once(async (target) => {
      const [core, models] = await Promise.all([loadCore(), loadVpc()]);
      const Client = sdkClass<Vpc['default']['default']>(models);
      return { client: new Client(await config(core, target)), models };
    }),
    cs: once(async (target) => {
      const [core, models] = await Promise.all([loadCore(), loadCs()]);
      const Client = sdkClass<Cs['default']['default']>(models);
      return { client: new Client(await config(core, target)), models };
    }),
    ecs: once(async (target) => {
      const [core, models] = await Promise.all([loadCore(), loadEcs()]);
      const Client = sdkClass<Ecs['default']['default']>(models);
      return { client: new Client(await config(core, target)), models };
    }),
    rds: once(async (target) => {
      const [core, models] = await Promise.all([loadCore(), loadRds()]);
      const Client = sdkClass<Rds['default']['default']>(models);
      return { client: new Client(await config(core, target)), models, core };
    }),
  };
}

/** One load per target, shared by concurrent first callers; a failed one is tried again by the next caller. */
function once<T>(load: (target: ClientTarget) => Promise<T>): (target: ClientTarget) => Promise<T> {
  const loaded = new Map<string, Promise<T>>();
  return (target) => {
    const key = `${target.regionId} ${target.endpoint ?? ''}`;
    const known = loaded.get(key);
    if (known) return known;
    const started = load(target);
    loaded.set(key, started);
    started.catch(() => loaded.delete(key));
    return started;
  };
}
