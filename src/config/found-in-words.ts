const looksSecret = /xox[a-z]-|xapp-|LTAI|STS\.|-----BEGIN|:\/\/[^/\s]*:[^/\s]*@/;

/** What stands in the configuration, short enough for one line. Values that look like credentials are not shown. */
export function foundInWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  if (looksSecret.test(text)) return 'a value that looks like a secret (not shown)';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
