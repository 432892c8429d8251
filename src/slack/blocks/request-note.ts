import { endEarlyButton } from './grant-buttons.ts';
import { missingGroups } from './policy-words.ts';
import { stageIcon, stageLine } from './request-outcome.ts';
import { liveGrantOf, type RequestView, requestStage } from './request-stage.ts';
import { groupWords, requestTitle } from './request-words.ts';
import { actions, type Message, message, paragraph, section } from './text.ts';

/** What the requester is told in a direct message when something was decided or done. */
export function requestNote(view: RequestView): Message {
  const { request } = view;
  const stage = requestStage(view);
  const line = `${stageIcon(stage)} ${requestTitle(request)}: ${stageLine(view)}`;
  const live = liveGrantOf(view);
  return message([line], [section(line), ...(live ? [actions('grant', [endEarlyButton(live)])] : [])]);
}

/** Under the card: calls those whose approval is missing, since an edit of the card calls nobody. */
export function callToDecide(view: RequestView, why: string): Message {
  const due = [...new Set(missingGroups(view.request).map(({ group }) => groupWords(group)))];
  const isOpen = requestStage(view) === 'deciding' && due.length > 0;
  return paragraph(isOpen ? `${due.join(' ')} ${why}` : '_Nothing is left to decide here._');
}
