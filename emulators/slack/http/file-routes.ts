import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from '../workspace.ts';
import { readBody, uploadedBytes } from './body.ts';
import { reply } from './reply.ts';

/** `/upload/v1/<key>`: the bytes of a file, raw or as the first part of a form. */
export async function uploadRoute(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const key = (request.url ?? '').split('/').at(-1);
  const file = [...workspace.state.files.values()].find(({ uploadKey }) => uploadKey === key);
  const bytes = uploadedBytes(await readBody(request), request.headers['content-type'] ?? '');
  if (!file || file.isComplete) {
    reply(response, { status: 404, body: 'not found' });
    return;
  }
  file.bytes = bytes;
  file.size = bytes.length;
  reply(response, { status: 200, body: `OK - ${bytes.length}` });
}

/** `/files/<id>/<name>` to the app with its token, `/_person/file/<id>` to the page. */
export function downloadRoute(workspace: Workspace, request: IncomingMessage, response: ServerResponse): void {
  const [, area = '', ...rest] = (request.url ?? '').split('/');
  const id = (area === 'files' ? rest[0] : rest[1])?.split('?')[0] ?? '';
  const isAllowed = area === '_person' || request.headers.authorization === `Bearer ${workspace.seed.app.botToken}`;
  const file = isAllowed ? workspace.state.files.get(id) : undefined;
  if (file?.isComplete) reply(response, { status: 200, type: file.mimetype, body: file.bytes });
  else reply(response, { status: 404, body: 'not found' });
}
