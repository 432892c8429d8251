import type { Actor } from '../actor.ts';
import type { ApprovalRule } from '../approvals/approval-rule.ts';
import type { RoundDecision } from '../approvals/decide.ts';
import type { Ineligible } from '../approvals/eligibility.ts';
import type { Memberships, Standings } from '../approvals/membership.ts';
import type { NamespaceChange } from '../namespace-change.ts';
import type { NewPool } from '../new-pool.ts';
import type { Announcement } from '../operation.ts';
import type { HashedGrantPlan } from './grant.ts';
import type { GrantDuration } from './grant-duration.ts';
import type { GrantPlanKind } from './grant-plan.ts';
import type { RequestState } from './request-states.ts';

/** A click or a form that decides, committed before it is acknowledged and judged afterwards. */
export interface Click {
  /** Derived from the interaction, so that a repeat is the same click. */
  id: string;
  personId: string;
  /** The round whose card was clicked; 0 for a word about a break-glass, which is no decision of a round. */
  round: number;
  verdict: 'approve' | 'deny' | 'sign' | 'reject';
  /** Required with a denial. */
  reason: string | undefined;
  atMs: number;
}

/** The rule that decides about a request, as it was when the round opened. */
export interface RequestRule extends ApprovalRule {
  /** In words: which rule it is and why. */
  because: string;
  /** Hash of all rules. */
  policyVersion: string;
}

/** Somebody whose word counted in a round and does not any more. */
export interface Lapse {
  personId: string;
  because: Ineligible;
}

/**
 * That those who approved a round still may: asked for by the operation that is about to write, given or refused by the
 * bot, which alone can read Slack. What a refusal means for what is written already is for that operation.
 */
export interface Confirmation {
  round: number;
  operationId: string;
  askedAtMs: number;
  /** What was read of those who decided; `atMs` is when the read began. */
  given: { atMs: number; memberships: Memberships; standings: Standings } | undefined;
  /** Whose word counts no more, so that the round does not hold; for good, whoever comes back. */
  refused?: Lapse[] | undefined;
}

/** A revision of a grant, or a pool that is not there yet. */
export type RequestKind = GrantPlanKind | 'new-pool';

/** Somebody asks for something that people decide. */
export interface AccessRequest {
  /** `req-...`. */
  id: string;
  state: RequestState;
  rev: number;
  kind: RequestKind;
  /** Of a new pool a grant that never comes to be, as its instance is none. */
  grantId: string;
  poolId: string;
  poolName: string;
  clusterName: string;
  regionId: string;
  instanceId: string;
  instanceName: string;
  requestedBy: Actor;
  /** Slack users who requested any version of the grant, this one included. */
  requesters: string[];
  reason: string;
  duration: GrantDuration;
  /** Of a request about namespaces: what changes for the pool, and the operation that changes it. */
  namespaceChange?: (NamespaceChange & { operationId: string }) | undefined;
  /** Of a request for a new pool: what was asked for, and in the place of `plan` what would be made. */
  newPool?: NewPool | undefined;
  announcement: Announcement;
  createdAtMs: number;
  /** Wall-clock instant at which a pending request is over, judged when read. */
  expiresAtMs: number;
  /** 0 until the first plan is there; each new plan opens the next one and voids the decisions. */
  round: number;
  plan: HashedGrantPlan | undefined;
  /** What the plan of this round changed against the one before, in words. */
  difference: string[];
  rule: RequestRule | undefined;
  /** Who was in the rule's groups when the round opened; undefined until the bot has read them. */
  opened: { atMs: number; memberships: Memberships } | undefined;
  decisions: RoundDecision[];
  /** Not judged yet. */
  clicks: Click[];
  approved: { atMs: number; counted: { personId: string; group: string }[]; endMs: number | undefined } | undefined;
  /** Of this round; absent until an operation is about to write. */
  confirmation?: Confirmation | undefined;
  /** Why this round follows the one before, when the plan is the same: whose approval lapsed before it was applied. */
  lapsed?: Lapse[] | undefined;
  /** How it ended, in words, and by whom (a Slack user or a word such as "policy"). */
  outcome: { by: string; text: string; atMs: number } | undefined;
  lastReminderAtMs: number | undefined;
  /** The operation that plans or applies it. */
  operationId: string | undefined;
}

/** What an approval of this round binds to; undefined before the first plan. */
export function roundHash({ plan, newPool }: Pick<AccessRequest, 'plan' | 'newPool'>): string | undefined {
  return plan?.hash ?? newPool?.planned?.hash;
}
