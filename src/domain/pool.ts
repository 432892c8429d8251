import type { Actor } from './actor.ts';
import type { PoolNetwork } from './pool-network.ts';

export type PoolState = 'creating' | 'ready' | 'changing' | 'deleting' | 'gone' | 'degraded';

/** One vSwitch of a pool; a zone may have several. `canaryIp` is the address of it that the last canary pod left with; undefined while it is unproven. */
export interface PoolVSwitch {
  zoneId: string;
  cidrBlock: string;
  usableAddresses: number;
  vSwitchId: string | undefined;
  canaryIp: string | undefined;
  /** The last free-address count that was read, and when. */
  freeAddresses: number | undefined;
  /**
   * Absent while it serves pods. `joining`: it exists and databases are asked to admit it, but no pod gets an address of
   * it yet. `leaving`: no new interface is made in it, and databases go on admitting it, since pods may still have its
   * addresses. `left`: nothing has an address of it, and no database is to admit it any more.
   */
  stage?: 'joining' | 'leaving' | 'left' | undefined;
}

/** What its owner was asked, and the answer where there is one. */
export interface PoolReview {
  askedAtMs: number;
  /** Without an answer until then it is deleted, unless it is in use. */
  answerByMs: number;
  /** The operation in whose thread it is asked. */
  operationId: string;
  keptBy?: Actor | undefined;
}

/** A fixed egress pool, as the store knows it. CIDRs that matter for a write are always read from the VPC again. */
export interface Pool {
  /** Immutable: `pool-...`. */
  id: string;
  /** A DNS label of at most 40 characters, unique among the pools that are not gone. */
  name: string;
  state: PoolState;
  clusterName: string;
  clusterId: string;
  regionId: string;
  vpcId: string;
  /** As its cluster showed it when the pool was planned; undefined until then. */
  network?: PoolNetwork | undefined;
  expectedPods: number;
  nodes: { min: number; max: number };
  instanceTypes: string[];
  /** In the order in which they were made; every zone of the pool has at least one. */
  vSwitches: PoolVSwitch[];
  /** `eni-config-<name>`; on Terway the value of the node label `terway-config`, else there is no such ConfigMap. */
  configMapName: string;
  nodePoolId: string | undefined;
  namespaces: string[];
  /** Whether admission keeps pods of other namespaces from naming the pool; undefined until that was tried. */
  namespacesEnforced: boolean | undefined;
  /** Slack user group that owns it. */
  ownerGroup: string | undefined;
  /** What its owner says it is for; people's words, never a ground for a decision. */
  description?: string | undefined;
  requestedBy: Actor;
  createdAtMs: number;
  readyAtMs: number | undefined;
  /** When its owner is asked whether it is still needed; undefined without `--ttl`. */
  reviewAtMs: number | undefined;
  /** The question whether it is still needed, once `reviewAtMs` has come. */
  review?: PoolReview | undefined;
  /** The operation that created it or changes it now. */
  operationId: string;
  /** The change of its size or its namespaces that is not finished yet; one at a time. The pool may stay ready meanwhile. */
  changedBy?: string | undefined;
}

/** The pool's zones, each once, in the order of their first vSwitches. */
export function zonesOf(pool: { vSwitches: readonly { zoneId: string }[] }): string[] {
  return [...new Set(pool.vSwitches.map(({ zoneId }) => zoneId))];
}
