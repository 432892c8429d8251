import { withIds } from '../blocks/elements.ts';
import { asObject, type JsonObject } from '../json.ts';
import { addEphemeral, addMessage, editMessage, findMessage, removeMessage } from '../messages.ts';
import { readContent } from '../web-api/content.ts';
import { ApiError } from '../web-api/method.ts';
import type { Workspace } from '../workspace.ts';
import type { ResponseTarget } from './response-urls.ts';

/** What an app posts to a response_url. The text is the body of the answer. */
export function answerResponseUrl(workspace: Workspace, id: string, body: unknown): { status: number; text: string } {
  const given = asObject(body);
  if (!given) return { status: 400, text: 'invalid_payload' };
  const target = workspace.responseUrls.use(id);
  if ('error' in target) return { status: 404, text: JSON.stringify({ ok: false, error: target.error }) };
  try {
    respond(workspace, target, given);
    return { status: 200, text: 'ok' };
  } catch (err) {
    if (err instanceof ApiError) return { status: 400, text: err.code };
    throw err;
  }
}

/** Also for what comes with the acknowledgement of a command. */
export function respond(workspace: Workspace, target: ResponseTarget, given: JsonObject): void {
  if (given.delete_original === true) {
    deleteOriginal(workspace, target);
    return;
  }
  const { text, blocks, attachments } = readContent(workspace, given);
  const content = { text, ...(blocks ? { blocks } : {}), ...(attachments ? { attachments } : {}) };
  if (given.replace_original === true && target.source) {
    replaceOriginal(workspace, target, content);
    return;
  }
  const place = {
    channelId: target.channelId,
    ...(typeof given.thread_ts === 'string' ? { threadTs: given.thread_ts } : {}),
  };
  if (given.response_type === 'in_channel') {
    addMessage(workspace, { ...content, ...place, userId: workspace.seed.app.botUserId });
  } else {
    addEphemeral(workspace, { ...content, ...place, userId: target.userId, from: 'app' });
  }
}

function replaceOriginal(
  workspace: Workspace,
  target: ResponseTarget,
  content: { text: string; blocks?: JsonObject[] },
): void {
  const ephemeral = findEphemeral(workspace, target);
  if (ephemeral) {
    ephemeral.text = content.text;
    delete ephemeral.blocks;
    if (content.blocks) ephemeral.blocks = withIds(content.blocks, () => workspace.ids.secret().slice(0, 5));
    workspace.changes.announce();
    return;
  }
  const message = findOriginal(workspace, target);
  if (message) editMessage(workspace, message, content);
}

function deleteOriginal(workspace: Workspace, target: ResponseTarget): void {
  const ephemeral = findEphemeral(workspace, target);
  const message = findOriginal(workspace, target);
  if (ephemeral) workspace.state.ephemerals.splice(workspace.state.ephemerals.indexOf(ephemeral), 1);
  else if (message) removeMessage(workspace, message);
  workspace.changes.announce();
}

const findEphemeral = (workspace: Workspace, target: ResponseTarget) =>
  workspace.state.ephemerals.find(({ ts, userId }) => ts === target.source?.ts && userId === target.userId);

const findOriginal = (workspace: Workspace, target: ResponseTarget) =>
  findMessage(workspace, { channelId: target.channelId, ts: target.source?.ts ?? '' });
