import type { Button } from '@slack/types';
import { type AccessRequest, roundHash } from '../../domain/grants/access-request.ts';
import { actionIds } from './action-ids.ts';
import { button, type Question } from './button.ts';
import { codeSpan, escapeText } from './escape.ts';
import { revokeButton } from './grant-buttons.ts';
import { grantPlanLines, grantWarningLines } from './grant-plan-passage.ts';
import { namespaceChangeLines } from './namespace-words.ts';
import { newPoolLines, newPoolWarnings } from './new-pool-words.ts';
import { missingGroups, policyLine } from './policy-words.ts';
import { descriptionWords } from './pool-words.ts';
import { stageIcon, stageLine } from './request-outcome.ts';
import { liveGrantOf, type RequestView, requestStage } from './request-stage.ts';
import { groupWords, instantWords, personWords, reasonLine, requestTitle } from './request-words.ts';
import { actions, clamp, context, type Message, message, section } from './text.ts';

/** The card on which people decide: one message, edited in place; without buttons once nothing is left to decide. */
export function approvalCard(view: RequestView): Message {
  const { request } = view;
  const stage = requestStage(view);
  const head = `${stageIcon(stage)} ${requestTitle(request)}: ${stageLine(view)}`;
  const asked = [
    ...(stage === 'deciding' ? dueLine(request) : []),
    `Asked by ${request.requesters.map(personWords).join(', ')} for cluster ${codeSpan(request.clusterName)}:`,
    reasonLine(request.reason),
    ...(view.poolDescription === undefined
      ? []
      : [`The pool is for ${descriptionWords(view.poolDescription)}, its owner says.`]),
    ...namespaceChangeLines(request),
  ];
  const plan = request.plan ? grantPlanLines(request.plan.plan) : newPoolLines(request);
  const difference = request.difference
    .slice(0, 8)
    .map((text) => `:arrows_counterclockwise: ${escapeText(clamp(text, 200))}`);
  const changed =
    difference.length > 0
      ? ['*What changed since the last round; earlier approvals do not count:*', ...difference]
      : [];
  const lapsed = lapsedLines(request);
  const warnings = request.plan ? grantWarningLines(request.plan.plan) : newPoolWarnings(request);
  const rule = [policyLine(request)].filter((line) => line !== '');
  const end = endLine(request, stage === 'deciding');
  const live = liveGrantOf(view);
  const groups = [[head], asked, plan, changed, lapsed, warnings, rule].filter((lines) => lines.length > 0);
  return message(
    [...groups.flat(), end],
    [
      ...groups.map((lines) => section(lines.join('\n'))),
      context(end),
      ...(stage === 'deciding' ? [actions('request', deciding(request))] : []),
      ...(live ? [actions('grant', [revokeButton(live)])] : []),
    ],
  );
}

/** Who has to be replaced, when the round before was approved and did not hold until the write. */
function lapsedLines({ lapsed = [] }: AccessRequest): string[] {
  if (lapsed.length === 0) return [];
  const lines = lapsed.slice(0, 8).map(({ personId, because }) => {
    const why = because.startsWith('not-in-group') ? 'in none of the groups any more' : `now ${because}`;
    return `:arrows_counterclockwise: ${personWords(personId)}: ${why}`;
  });
  return ['*Approved before, and nothing was written, because these do not count any more:*', ...lines];
}

/** Naming a group in a new message pings it; only those whose approval is missing are named so. */
function dueLine(request: AccessRequest): string[] {
  const due = [...new Set(missingGroups(request).map(({ group }) => groupWords(group)))];
  return due.length > 0 ? [`${due.join(' ')} please decide.`] : [];
}

function endLine(request: AccessRequest, isOpen: boolean): string {
  const clock = isOpen ? ` · if nobody decides, this request expires at ${instantWords(request.expiresAtMs)}` : '';
  const bound = roundHash(request);
  const hash = bound === undefined ? '' : ` · plan ${codeSpan(bound.slice(0, 19))}`;
  return `${codeSpan(request.id)} · round ${request.round}${hash}${clock}`;
}

/** What a button carries: the request and the round whose card it is on, so that an old card decides nothing new. */
export function roundValue({ id, round }: Pick<AccessRequest, 'id' | 'round'>): string {
  return `${id}.${round}`;
}

function deciding(request: AccessRequest): Button[] {
  const value = roundValue(request);
  return [
    button({
      ...{ actionId: actionIds.approve, label: 'Approve', value, style: 'primary' },
      confirm: approving(request),
    }),
    button({ actionId: actionIds.deny, label: 'Deny', value, style: 'danger' }),
    button({ actionId: actionIds.details, label: 'Details', value }),
  ];
}

function approving({ kind, poolName, instanceName, clusterName }: AccessRequest): Question {
  const pool = clamp(poolName, 60);
  const text =
    kind === 'new-pool'
      ? `Pool ${pool} will be made in cluster ${clamp(clusterName, 60)} once everybody has agreed.`
      : `Pods of pool ${pool} will be able to connect to ${clamp(instanceName, 80)}.`;
  return { title: 'Approve?', text, yes: 'Approve', no: 'Back' };
}
