import { type AccessRequest, roundHash } from '../../domain/grants/access-request.ts';
import { codeSpan } from './escape.ts';
import { grantPlanLines, grantWarningLines, otherGroupLines, vSwitchLines } from './grant-plan-passage.ts';
import { newPoolLines, newPoolWarnings } from './new-pool-words.ts';
import { policyLine } from './policy-words.ts';
import { instantWords, personWords, reasonLine, requestTitle } from './request-words.ts';
import { context, type Message, message, section } from './text.ts';

/** Everything about a round that does not fit on its card. */
export function requestDetails(request: AccessRequest): Message {
  const head = [requestTitle(request), reasonLine(request.reason)];
  const { plan } = request;
  const planned = plan
    ? [
        ...grantPlanLines(plan.plan),
        ...vSwitchLines(plan.plan),
        ...otherGroupLines(plan.plan),
        ...grantWarningLines(plan.plan),
      ]
    : [...newPoolLines(request), ...newPoolWarnings(request)];
  const decided = request.decisions.map(
    ({ personId, verdict, atMs }) => `• ${personWords(personId)}: ${verdict} at ${instantWords(atMs)}`,
  );
  const rule = [policyLine(request)].filter((line) => line !== '');
  const parts = [head, planned, rule, decided].filter((lines) => lines.length > 0);
  const end = `${codeSpan(request.id)} · round ${request.round} · ${codeSpan(roundHash(request) ?? 'no plan')} · policy ${codeSpan(request.rule?.policyVersion.slice(0, 19) ?? '-')}`;
  return message([...parts.flat(), end], [...parts.map((lines) => section(lines.join('\n'))), context(end)]);
}
