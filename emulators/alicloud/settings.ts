/**
 * The emulator's knobs; all of them can be changed while it runs and hold from the next event on. Times are virtual
 * milliseconds. Counts ("the next n ...") go down by themselves.
 */
export interface Settings {
  delays: Delays;
  /** How long a new resource is missing from DescribeVSwitches, DescribeClusterNodePools, DescribeNetworkInterfaces. */
  listLagMs: number;
  /** How long the APIs show a count of free addresses before they count again. */
  addressCountKeptMs: number;
  /** Combinations without stock; an entry without a zone or type holds for all of them. */
  soldOut: { instanceType?: string; zoneId?: string }[];
  /** Every new node goes to this zone, whatever BALANCE promises. */
  allNodesInZone: string | null;
  /** The next n machines run, but their kubelet never registers. */
  nodeNeverReady: number;
  /** The next n machines come without the label `terway-config`. */
  missingLabel: number;
  /** The next n machines come without the node pool's taints. */
  missingTaint: number;
  /** The next machines boot with one more interface in a vSwitch that is not theirs. */
  foreignEni: { count: number; vSwitchId: string } | null;
  /** The next n node-pool deletions end in `delete_failed`. */
  deleteFails: number;
  /** The next n released machines leave their `creator=terway` interfaces behind, detached. */
  leaveInterfaces: number;
  /** How a vSwitch that is gone looks in DescribeVSwitchAttributes and DeleteVSwitch. */
  goneShape: 'documented' | 'empty' | { status: 400 | 404; code: string };
  /** The next n creations that repeat a known ClientToken answer `LastTokenProcessing`. */
  tokenProcessing: number;
  /** Calls per window for an action (`vpc:DescribeVSwitches`) or `*`. Off when empty. */
  throttle: Record<string, { calls: number; windowMs: number }>;
  /** Actions (`rds:DescribeDBInstances`) that the caller's policy does not allow. */
  denied: string[];
  /** The next n whitelist writes are answered at once and land, in the lists too, only after this while. */
  whitelistLandsLate: { count: number; afterMs: number } | null;
  /** Machines report themselves ready; for tests without a Kubernetes emulator. */
  autoReady: boolean;
}

export interface Delays {
  vSwitchAvailableMs: number;
  vSwitchDeleteMs: number;
  /** From the node-pool write to an instance that runs. */
  instanceStartMs: number;
  /** From a running instance to a ready node, with `autoReady` only. */
  autoReadyMs: number;
  /** A node that is not ready by then counts as failed. */
  nodeReadyTimeoutMs: number;
  instanceReleaseMs: number;
  /** How long interfaces outlive their instance. */
  interfaceReleaseMs: number;
  interfaceDetachMs: number;
  /** A node-pool change that starts and stops no instance. */
  nodePoolUpdateMs: number;
  /** From the last instance gone to the node pool gone. */
  nodePoolDeleteMs: number;
  /** How long a cluster refuses further node-pool writes after one. */
  clusterBusyMs: number;
  /** From an accepted whitelist write to `Running` again. */
  whitelistMs: number;
  /** From an accepted whitelist write until the database goes by it. */
  whitelistEffectMs: number;
  /** How long a client that is let in takes to connect to a database. */
  databaseConnectMs: number;
}

/** Some of the knobs; delays one by one. */
export type SettingsChange = Partial<Omit<Settings, 'delays'>> & { delays?: Partial<Delays> };

export function defaultSettings(): Settings {
  return {
    delays: {
      vSwitchAvailableMs: 5_000,
      vSwitchDeleteMs: 5_000,
      instanceStartMs: 60_000,
      autoReadyMs: 10_000,
      nodeReadyTimeoutMs: 600_000,
      instanceReleaseMs: 20_000,
      interfaceReleaseMs: 30_000,
      interfaceDetachMs: 3_000,
      nodePoolUpdateMs: 3_000,
      nodePoolDeleteMs: 10_000,
      clusterBusyMs: 3_000,
      whitelistMs: 0,
      whitelistEffectMs: 60_000,
      databaseConnectMs: 4,
    },
    listLagMs: 5_000,
    addressCountKeptMs: 0,
    soldOut: [],
    allNodesInZone: null,
    nodeNeverReady: 0,
    missingLabel: 0,
    missingTaint: 0,
    foreignEni: null,
    deleteFails: 0,
    leaveInterfaces: 0,
    goneShape: 'documented',
    tokenProcessing: 0,
    throttle: {},
    denied: [],
    whitelistLandsLate: null,
    autoReady: false,
  };
}
