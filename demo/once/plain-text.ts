/** Slack's mrkdwn as a person at a terminal reads it; `names` are those of people and groups, by id. */
export function plainText(mrkdwn: string, names: ReadonlyMap<string, string> = new Map()): string {
  return mrkdwn
    .replace(/<(?:@|!subteam\^)(\w+)>/g, (whole, id: string) => names.get(id) ?? whole)
    .replace(/:white_check_mark:/g, '✓')
    .replace(/:warning:/g, '!')
    .replace(/:[a-z_]+:\s*/g, '')
    .replace(/```/g, '\n')
    .replace(/[*`]/g, '')
    .replace(/(^|\s)_([^_\n]+)_(?=\s|$)/gm, '$1$2')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
