/** What was typed, cut to 60 characters and in quotes, for the message of an input problem. */
export function quoted(typed: string): string {
  const characters = [...typed.replace(/\s+/gu, ' ')];
  return characters.length > 60 ? `"${characters.slice(0, 59).join('')}…"` : `"${characters.join('')}"`;
}
