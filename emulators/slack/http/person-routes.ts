import type { IncomingMessage, ServerResponse } from 'node:http';
import { asObject, asText, type Json, type JsonObject, parseJson } from '../json.ts';
import { actAs, type Person } from '../person/person.ts';
import { personView } from '../person/person-view.ts';
import type { Place } from '../person/surface.ts';
import type { Workspace } from '../workspace.ts';
import { readBody } from './body.ts';
import { replyJson } from './reply.ts';

/** `/_person/...`: what people do and see. Every request names the acting user as `userId`. */
export async function personRoutes(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', workspace.baseUrl);
  const act = address.pathname.slice('/_person/'.length);
  try {
    if (request.method === 'GET') {
      const userId = address.searchParams.get('userId') ?? '';
      if (act === 'state') replyJson(response, 200, personView(workspace, userId));
      else if (act === 'events') streamEvents(workspace, response);
      else replyJson(response, 404, { error: `nothing at ${address.pathname}` });
      return;
    }
    const given = asObject(parseJson((await readBody(request)).toString())) ?? {};
    const run = Object.hasOwn(acts, act) ? acts[act] : undefined;
    if (!run) {
      replyJson(response, 404, { error: `people cannot ${act}` });
      return;
    }
    const result = await run(actAs(workspace, text(given, 'userId')), given);
    workspace.changes.announce();
    replyJson(response, 200, { result: result ?? null });
  } catch (err) {
    replyJson(response, 400, { error: err instanceof Error ? err.message : String(err) });
  }
}

const acts: Record<string, (person: Person, given: JsonObject) => Promise<unknown>> = {
  command: (person, given) => person.command(text(given, 'channelId'), text(given, 'text')),
  message: async (person, given) => person.say(text(given, 'channelId'), text(given, 'text'), asText(given.threadTs)),
  click: (person, given) => person.click(target(given)),
  select: (person, given) => person.click(target(given)),
  suggest: (person, given) => person.suggest({ ...target(given), query: asText(given.query) ?? '' }),
  'submit-view': (person, given) => person.submit(text(given, 'viewId'), asObject(given.values) ?? {}),
  'close-view': (person, given) => person.closeView(text(given, 'viewId')),
  home: (person, given) => person.openHome(given.tab === 'messages' ? 'messages' : 'home'),
};

function target(given: JsonObject): Place & { actionId: string; blockId?: string; value?: Json } {
  const blockId = asText(given.blockId);
  return {
    ...(asText(given.viewId) === undefined
      ? { channelId: text(given, 'channelId'), messageTs: text(given, 'messageTs') }
      : { viewId: text(given, 'viewId') }),
    actionId: text(given, 'actionId'),
    ...(blockId === undefined ? {} : { blockId }),
    ...(given.value === undefined ? {} : { value: given.value }),
  };
}

function text(given: JsonObject, name: string): string {
  const value = asText(given[name]);
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

/** Server-sent events: one whenever something has changed, many changes at once told once. */
function streamEvents(workspace: Workspace, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write('retry: 1000\n\ndata: changed\n\n');
  let timer: NodeJS.Timeout | undefined;
  const unwatch = workspace.changes.watch(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('data: changed\n\n');
    }, 25);
  });
  response.on('close', () => {
    clearTimeout(timer);
    unwatch();
  });
}
