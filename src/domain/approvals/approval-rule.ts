/** So many different people of a group must approve. The group may also be the id of one person. */
export interface Requirement {
  group: string;
  min: number;
}

/** What a request must be like; every part that is given must hold, and an empty match holds for everything. */
export interface RuleMatch {
  /** The instance carries all of them with these values. */
  tags?: Readonly<Record<string, string>> | undefined;
  /** The primary instance is one of them. */
  ids?: readonly string[] | undefined;
  /** The pool's cluster is one of them, by its name in the configuration. */
  clusters?: readonly string[] | undefined;
  /** The grant lasts at most this long; a standing grant never does. */
  forAtMostMs?: number | undefined;
}

/** One rule of the policy. Times are milliseconds of domain time. */
export interface ApprovalRule {
  match: RuleMatch;
  require: readonly Requirement[];
  /** Nobody needs to approve. Counts only while `require` is empty. */
  autoApprove: boolean;
  /** The cluster must keep pods of other namespaces out of the pool. */
  enforceNamespaces: boolean;
  /** The instance may be in another VPC than the pool. */
  crossVpc: boolean;
  /** Grants without an end are allowed and looked at again this often. */
  standing?: { reviewEveryMs: number } | undefined;
  /** These groups or people may let themselves in at once, for a short while. */
  breakGlass?: { by: readonly string[]; maxGrantMs: number } | undefined;
  /** A group or person to tell when reminders did not help. They get no right to decide from that. */
  escalateTo?: string | undefined;
  /** A grant may be extended once, by at most its first duration, without anybody's approval. */
  extendOnceFreely?: boolean | undefined;
}

/** Who decides about what. The first rule that matches decides; what none matches goes to the fallback or is refused. */
export interface ApprovalPolicy {
  requestTtlMs: number;
  minGrantMs: number;
  /** From the first approval of a grant on, extensions included. */
  maxGrantMs: number;
  /** Nothing wider than a CIDR of this prefix is let in, by whoever. */
  widestPrefix: number;
  reasonRequired: boolean;
  remindEveryMs: readonly number[];
  rules: readonly ApprovalRule[];
  fallback?: { require: readonly Requirement[] } | undefined;
  create: { require: readonly Requirement[] };
}
