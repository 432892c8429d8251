import { createHash, createHmac, randomUUID } from 'node:crypto';

/** An RPC request signed by hand, to be sent wrong or twice. */
export function signedRequest(o: {
  url: string;
  action: string;
  query: Record<string, string>;
  version?: string;
  secret?: string;
  atMs?: number;
}): () => Promise<{ status: number; body: object }> {
  const host = new URL(o.url).host;
  const headers: Record<string, string> = {
    host,
    'x-acs-action': o.action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': `${new Date(o.atMs ?? Date.now()).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': o.version ?? '2016-04-28',
  };
  const query = Object.entries(o.query)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', '/', query, lines, names.join(';'), sha256('')].join('\n');
  const signature = createHmac('sha256', o.secret ?? 'demo-secret')
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=LTAI-demo,SignedHeaders=${names.join(';')},Signature=${signature}`;
  return async () => {
    const response = await fetch(`${o.url}/?${query}`, { method: 'POST', headers: { ...headers, authorization } });
    return { status: response.status, body: Object(await response.json()) };
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
