import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerResponseUrl } from './delivery/answer-response-url.ts';
import { apiRoute } from './http/api-route.ts';
import { readBody } from './http/body.ts';
import { controlRoutes, type Sockets } from './http/control-routes.ts';
import { downloadRoute, uploadRoute } from './http/file-routes.ts';
import { pageRoute } from './http/page-route.ts';
import { personRoutes } from './http/person-routes.ts';
import { reply } from './http/reply.ts';
import { parseJson } from './json.ts';
import type { Workspace } from './workspace.ts';

/** Answers every HTTP request: the app's calls, people, control, and the page. */
export async function handleRequest(
  parts: { workspace: Workspace; sockets: Sockets },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { workspace } = parts;
  const { pathname } = new URL(request.url ?? '/', workspace.baseUrl);
  try {
    if (pathname.startsWith('/api/')) await apiRoute(workspace, request, response);
    else if (pathname.startsWith('/response/')) await responseUrlRoute(workspace, request, response);
    else if (pathname.startsWith('/upload/v1/')) await uploadRoute(workspace, request, response);
    else if (pathname.startsWith('/files/') || pathname.startsWith('/_person/file/'))
      downloadRoute(workspace, request, response);
    else if (isFromElsewhere(request)) reply(response, { status: 403, body: 'only from the page itself' });
    else if (pathname.startsWith('/_person/')) await personRoutes(workspace, request, response);
    else if (pathname.startsWith('/_emulator/')) await controlRoutes(parts, request, response);
    else await pageRoute(response, pathname);
  } catch (err) {
    if (!response.headersSent)
      reply(response, { status: 500, body: err instanceof Error ? (err.stack ?? err.message) : String(err) });
  }
}

async function responseUrlRoute(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = (request.url ?? '').slice('/response/'.length);
  const body = parseJson((await readBody(request)).toString());
  const { status, text } = answerResponseUrl(workspace, id, body);
  reply(response, { status, body: text });
}

/** Another site's page in the same browser must not act for people here. */
function isFromElsewhere(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host !== host;
}
