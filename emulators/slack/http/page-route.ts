import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { reply } from './reply.ts';

const folder = new URL('../page/', import.meta.url);
const mimetypes = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
]);

/** The web page: `/page/<file>`, and its one document for every other address. */
export async function pageRoute(response: ServerResponse, pathname: string): Promise<void> {
  const wanted = /^\/page\/((?:[\w-]+\/)?[\w-]+\.(js|css|svg))$/.exec(pathname);
  const name = wanted?.[1] ?? 'index.html';
  if (pathname.startsWith('/page/') && !wanted) {
    reply(response, { status: 404, body: 'not found' });
    return;
  }
  try {
    const body = await readFile(new URL(name, folder));
    const type = mimetypes.get(name.split('.').at(-1) ?? '') ?? 'text/plain';
    reply(response, { status: 200, type, body, headers: { 'cache-control': 'no-store' } });
  } catch {
    reply(response, { status: 404, body: 'not found' });
  }
}
