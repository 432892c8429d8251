import type { Logger } from '../platform/logger.ts';
import type { PrivateNote } from '../use-cases/private-note.ts';
import { codeSpan, escapeText } from './blocks/escape.ts';
import { mentioned } from './blocks/request-words.ts';
import { clamp, paragraph } from './blocks/text.ts';
import type { SlackApi } from './slack-api.ts';
import { slackErrorCode } from './slack-errors.ts';

/**
 * Tells one person something about a request: under the card that they clicked, so that nobody else sees it; by direct
 * message where that cannot be.
 */
export function createTellPrivately(deps: {
  api: SlackApi;
  approvalsChannelId: string | undefined;
  log: Logger;
}): (note: PrivateNote) => Promise<void> {
  const { api, approvalsChannelId, log } = deps;
  return async ({ personId, requestId, text }) => {
    const content = paragraph(`:no_entry: ${mentioned(escapeText(clamp(text, 900)))} (${codeSpan(requestId)})`);
    if (approvalsChannelId !== undefined) {
      try {
        return await api.postPrivately({ channelId: approvalsChannelId, userId: personId }, content);
      } catch (err) {
        log.info({ code: slackErrorCode(err), err }, 'a private answer goes by direct message');
      }
    }
    const channelId = await api.openDirectMessage(personId);
    const mark = { type: 'egress_pool_note', id: requestId, part: personId };
    await api.post({ channelId, threadTs: undefined, ...content, mark });
  };
}
