/** Slack's mrkdwn as a person at a terminal reads it. */
export function plainText(mrkdwn: string): string {
  return mrkdwn
    .replace(/:white_check_mark:/g, '✓')
    .replace(/:warning:/g, '!')
    .replace(/:[a-z_]+:\s*/g, '')
    .replace(/```/g, '\n')
    .replace(/[*`]/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
