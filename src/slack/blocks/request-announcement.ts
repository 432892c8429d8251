import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import { codeSpan } from './escape.ts';
import { endEarlyButton } from './grant-buttons.ts';
import { policyLine } from './policy-words.ts';
import { stageIcon, stageLine } from './request-outcome.ts';
import { liveGrantOf, type RequestView, requestStage } from './request-stage.ts';
import { personWords, reasonLine, requestTitle } from './request-words.ts';
import { actions, context, type Message, message, section } from './text.ts';

/** The message in the channel where it was asked for: where it stands, who decides, and the requester's way back. */
export function requestAnnouncement(view: RequestView, note?: string): Message {
  const { request } = view;
  const stage = requestStage(view);
  const head = `${stageIcon(stage)} ${requestTitle(request)} for ${request.requesters.map(personWords).join(', ')}: ${stageLine(view)}`;
  const isMine = ['planning', 'deciding', 'applying', 'apply-failed'].includes(stage);
  // What was approved of a new pool is steered in the thread of its creation.
  const isOpen = isMine && request.outcome === undefined;
  const rule = stage === 'deciding' ? [policyLine(request)] : [];
  const lines = [head, reasonLine(request.reason), ...rule];
  const end = `${codeSpan(request.id)}${note ? ` · ${note}` : ''}`;
  const live = liveGrantOf(view);
  const buttons = [
    ...(isOpen || stage === 'plan-failed' ? [withdraw(request.id)] : []),
    ...(live ? [actions('grant', [endEarlyButton(live)])] : []),
  ];
  return message([...lines, end], [section(lines.join('\n')), context(end), ...buttons]);
}

function withdraw(requestId: string) {
  return actions('request', [
    button({
      ...{ actionId: actionIds.withdraw, label: 'Withdraw', value: requestId },
      confirm: {
        title: 'Withdraw?',
        text: 'Nobody can approve it any more. You can ask again.',
        yes: 'Withdraw',
        no: 'Keep it',
      },
    }),
  ]);
}
