/**
 * Reads the address of an API: a whole URL, or a bare host, which means https. Answers its origin; undefined for what
 * is no address, has a path, a query or credentials, or is plain http to somewhere else than this machine.
 */
export function parseEndpoint(text: string): string | undefined {
  const url = readUrl(text);
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.hash !== '') return undefined;
  return url.origin;
}

/** The same for an API that lives under a path, such as Slack's; the answer ends with a slash. */
export function parseBaseUrl(text: string): string | undefined {
  const url = readUrl(text);
  if (url === undefined || url.search !== '' || url.hash !== '') return undefined;
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** Whether the URL stays on this machine. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function readUrl(text: string): URL | undefined {
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(text) || !URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (url.username !== '' || url.password !== '' || url.hostname === '') return undefined;
  if (url.protocol === 'https:') return url;
  return url.protocol === 'http:' && isLoopback(whole) ? url : undefined;
}
