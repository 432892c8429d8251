/** What a person gave, flag by flag, as text: typed or out of the form. Absent means not given. */
export interface RawCreateRequest {
  name?: string | undefined;
  cluster?: string | undefined;
  pods?: string | undefined;
  /** Comma-separated. */
  zones?: string | undefined;
  /** `3` or `2..5`. */
  nodes?: string | undefined;
  /** Comma-separated. */
  instanceType?: string | undefined;
  /** Comma-separated. */
  namespaces?: string | undefined;
  /** `S...`, `U...` or Slack's escaped mention of a user group. */
  owner?: string | undefined;
  /** An integer and s, m, h or d. */
  ttl?: string | undefined;
  /** Why it is needed; for those who decide, where the configuration wants an approval. */
  reason?: string | undefined;
  dryRun?: boolean | undefined;
}

/** A request that the bot could check: shape, names, rights and inventory. The plan job checks the rest. */
export interface CreateRequest {
  name: string;
  clusterName: string;
  expectedPods: number;
  /** Undefined: every zone with node vSwitches, three at most. */
  zones: string[] | undefined;
  /** Undefined: as many as the pods and zones need, at least the cluster's default. */
  nodes: { min: number; max: number } | undefined;
  /** Undefined: the cluster's default. */
  instanceTypes: string[] | undefined;
  namespaces: string[];
  ownerGroup: string | undefined;
  ttlMs: number | undefined;
  dryRun: boolean;
}
