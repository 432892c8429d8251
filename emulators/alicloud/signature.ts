import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from './errors.ts';

export interface AccessKey {
  id: string;
  secret: string;
  /** For temporary keys: must come along as `x-acs-security-token`. */
  securityToken?: string;
}

export interface SignatureCheck {
  /** Throws unless the request is signed with a known key, in time and for the first time. */
  verify(request: IncomingMessage, body: Buffer): void;
}

const maxSkewMs = 15 * 60_000;

/** ACS3-HMAC-SHA256, as the SDKs sign by default. */
export function createSignatureCheck(o: { accessKeys: AccessKey[]; now: () => number }): SignatureCheck {
  const nonces = new Map<string, number>();
  return {
    verify(request, body) {
      const { credential, signedHeaders, signature } = parseAuthorization(request.headers.authorization ?? '');
      const key = o.accessKeys.find(({ id }) => id === credential);
      if (!key) throw new ApiError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
      checkDate(header(request, 'x-acs-date'), o.now());
      checkToken(key, header(request, 'x-acs-security-token'));
      checkSignature({ request, body, key, signedHeaders, signature });
      checkNonce(nonces, header(request, 'x-acs-signature-nonce'), o.now());
    },
  };
}

function parseAuthorization(text: string) {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(text);
  if (!match)
    throw new ApiError(400, 'IncompleteSignature', 'The request signature does not conform to the standards.');
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  return { credential, signedHeaders: signedHeaders.split(';'), signature };
}

function checkDate(date: string, nowMs: number): void {
  const atMs = Date.parse(date);
  if (Math.abs(nowMs - atMs) <= maxSkewMs) return;
  throw new ApiError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
}

function checkToken(key: AccessKey, token: string): void {
  if (token === (key.securityToken ?? '')) return;
  throw new ApiError(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');
}

interface Signed {
  request: IncomingMessage;
  body: Buffer;
  key: AccessKey;
  signedHeaders: string[];
  signature: string;
}

function checkSignature({ request, body, key, signedHeaders, signature }: Signed): void {
  const required = Object.keys(request.headers).filter((name) => name.startsWith('x-acs-') || name === 'content-type');
  const isComplete = [...required, 'host'].every((name) => signedHeaders.includes(name));
  const hash = header(request, 'x-acs-content-sha256');
  const text = canonicalRequest(request, signedHeaders, hash);
  const expected = createHmac('sha256', key.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(text)}`)
    .digest();
  const isSame = timingSafeEqual(expected, Buffer.from(signature, 'hex'));
  if (isComplete && isSame && hash === sha256(body)) return;
  throw new ApiError(400, 'SignatureDoesNotMatch', 'Specified signature does not match our calculation.');
}

function canonicalRequest(request: IncomingMessage, signedHeaders: string[], hash: string): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const nameOf = (pair: string) => pair.split('=')[0] ?? '';
  // By name, as ACS3 has it: sorting whole pairs would put `Id.10=` before `Id.1=`.
  const pairs = query
    .split('&')
    .filter(Boolean)
    .sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
  const canonicalQuery = pairs.map((pair) => (pair.includes('=') ? pair : `${pair}=`)).join('&');
  const headers = signedHeaders.toSorted().map((name) => `${name}:${header(request, name).trim()}\n`);
  return [request.method, path, canonicalQuery, headers.join(''), signedHeaders.join(';'), hash].join('\n');
}

function checkNonce(nonces: Map<string, number>, nonce: string, nowMs: number): void {
  for (const [known, atMs] of nonces) {
    if (nowMs - atMs < 2 * maxSkewMs) break;
    nonces.delete(known);
  }
  if (nonce === '' || nonces.has(nonce)) {
    throw new ApiError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
  }
  nonces.set(nonce, nowMs);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
