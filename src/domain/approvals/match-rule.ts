import type { GrantDuration } from '../grants/grant-duration.ts';
import type { ApprovalPolicy, ApprovalRule, RuleMatch } from './approval-rule.ts';
import { strictestOf } from './strictest-of.ts';

/** What a request is about, as far as rules look at it. */
export interface RuleSubject {
  /** The primary instance; a replica's id is resolved before. */
  instanceId: string;
  /** The instance's tags as just read; undefined when they could not be read. */
  tags: Readonly<Record<string, string>> | undefined;
  /** The pool's cluster by its name in the configuration. */
  clusterName: string;
  duration: GrantDuration;
}

export type MatchedRule =
  | { kind: 'matched'; rule: ApprovalRule; reason: string }
  /** Nothing may be asked for here. */
  | { kind: 'refused'; reason: string };

/**
 * The rule that decides, and why in words: the first that matches, else the fallback, else refused. With tags that
 * could not be read every rule that asks for tags may be the one: what all of them ask for counts together, and
 * nothing is approved by itself.
 */
export function matchRule(subject: RuleSubject, policy: Pick<ApprovalPolicy, 'rules' | 'fallback'>): MatchedRule {
  const numbered = policy.rules.map((rule, index) => ({ rule, name: `rule ${index + 1}` }));
  const fallback = policy.fallback && { rule: ruleOfFallback(policy.fallback), name: 'the fallback' };
  if (subject.tags === undefined) return matchWithoutTags(subject, numbered, fallback);
  const first = numbered.find(({ rule }) => fits(rule.match, subject) === 'yes');
  if (first) return { kind: 'matched', rule: first.rule, reason: `${first.name} (${matchInWords(first.rule.match)})` };
  if (fallback) return { kind: 'matched', rule: fallback.rule, reason: 'the fallback, because no rule matches' };
  const reason = `No rule of the approval policy matches ${subject.instanceId}, and there is no fallback.`;
  return { kind: 'refused', reason };
}

interface NamedRule {
  rule: ApprovalRule;
  name: string;
}

function matchWithoutTags(
  subject: RuleSubject,
  numbered: readonly NamedRule[],
  fallback: NamedRule | undefined,
): MatchedRule {
  const able = numbered.filter(({ rule }) => !rule.autoApprove && fits(rule.match, subject) !== 'no');
  const certain = able.findIndex(({ rule }) => fits(rule.match, subject) === 'yes');
  // A rule that matches whatever the tags are ends the list, as it would have done had they been read.
  const possible = certain >= 0 ? able.slice(0, certain + 1) : [...able, ...(fallback ? [fallback] : [])];
  const unread = `the tags of ${subject.instanceId} could not be read`;
  if (possible.length === 0) return { kind: 'refused', reason: `No rule can be chosen: ${unread}.` };
  const names = possible.map(({ name }) => name).join(' and ');
  const reason = possible.length === 1 ? `${names}, because ${unread}` : `${names} together, because ${unread}`;
  return { kind: 'matched', rule: strictestOf(possible.map(({ rule }) => rule)), reason };
}

function fits(match: RuleMatch, subject: RuleSubject): 'yes' | 'no' | 'unreadable' {
  if (match.ids && !match.ids.includes(subject.instanceId)) return 'no';
  if (match.clusters && !match.clusters.includes(subject.clusterName)) return 'no';
  if (match.forAtMostMs !== undefined && !lastsAtMost(subject.duration, match.forAtMostMs)) return 'no';
  if (!match.tags) return 'yes';
  const { tags } = subject;
  if (tags === undefined) return 'unreadable';
  return Object.entries(match.tags).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value)
    ? 'yes'
    : 'no';
}

function lastsAtMost(duration: GrantDuration, mostMs: number): boolean {
  return duration.kind === 'limited' && duration.durationMs <= mostMs;
}

function ruleOfFallback({ require }: NonNullable<ApprovalPolicy['fallback']>): ApprovalRule {
  return { match: {}, require, autoApprove: false, enforceNamespaces: false, crossVpc: false };
}

function matchInWords(match: RuleMatch): string {
  const parts = [
    ...Object.entries(match.tags ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(match.ids ? ['by id'] : []),
    ...(match.clusters ? [`cluster ${match.clusters.join(' or ')}`] : []),
    ...(match.forAtMostMs === undefined ? [] : ['short enough']),
  ];
  return parts.length === 0 ? 'everything' : parts.join(', ');
}
