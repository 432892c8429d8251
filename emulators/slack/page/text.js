import { mrkdwn, plainText } from './mrkdwn.js';

/** A text object. */
export function textNodes(text, workspace) {
  if (!text) return [];
  return text.type === 'mrkdwn' ? mrkdwn(text.text, workspace) : plainText(text.text);
}
