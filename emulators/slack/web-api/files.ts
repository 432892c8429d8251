import { findChannel } from '../channels.ts';
import { fileJson, mimetypeOf } from '../files.ts';
import { asObjects, asText, type JsonObject } from '../json.ts';
import { addMessage } from '../messages.ts';
import type { UploadedFile } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { readBlocks } from './content.ts';
import { ApiError, type Method, optionalText, required } from './method.ts';

export const filesMethods: Record<string, Method> = {
  'files.getUploadURLExternal': { token: 'bot', scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { token: 'bot', scopes: ['files:write'], run: complete },
  'files.info': { token: 'bot', scopes: ['files:read'], run: info },
};

function getUploadUrl(workspace: Workspace, given: JsonObject): JsonObject {
  const name = required(given, 'filename');
  const size = Number(required(given, 'length'));
  if (!Number.isInteger(size) || size <= 0) throw new ApiError('invalid_arguments');
  const altText = optionalText(given, 'alt_txt');
  const file: UploadedFile = {
    id: workspace.ids.next('F'),
    name,
    title: name,
    mimetype: mimetypeOf(name),
    size,
    bytes: Buffer.alloc(0),
    uploadKey: workspace.ids.secret(),
    isComplete: false,
    channelIds: new Set(),
    processedAtMs: Number.POSITIVE_INFINITY,
    ...(altText === undefined ? {} : { altText }),
  };
  workspace.state.files.set(file.id, file);
  return { upload_url: `${workspace.baseUrl}/upload/v1/${file.uploadKey}`, file_id: file.id };
}

function complete(workspace: Workspace, given: JsonObject): JsonObject {
  const wanted = asObjects(given.files);
  if (wanted.length === 0) throw new ApiError('invalid_arguments');
  const files = wanted.map((entry) => uploaded(workspace, entry));
  const channel = sharedTo(workspace, given);
  for (const file of files) {
    file.isComplete = true;
    file.processedAtMs = workspace.clock.now() + workspace.settings.fileProcessingMs;
    if (channel) file.channelIds.add(channel.id);
  }
  if (channel) {
    const threadTs = optionalText(given, 'thread_ts');
    const blocks = readBlocks(workspace, given.blocks);
    addMessage(workspace, {
      channelId: channel.id,
      userId: workspace.seed.app.botUserId,
      text: optionalText(given, 'initial_comment') ?? '',
      fileIds: files.map((file) => file.id),
      ...(blocks ? { blocks } : {}),
      ...(threadTs === undefined ? {} : { threadTs }),
    });
  }
  return { files: files.map((file) => fileJson(workspace, file)) };
}

function sharedTo(workspace: Workspace, given: JsonObject) {
  const channelId = optionalText(given, 'channel_id') ?? optionalText(given, 'channels');
  if (channelId === undefined) return undefined;
  const channel = findChannel(workspace, channelId);
  if (!channel?.members.has(workspace.seed.app.botUserId)) throw new ApiError('channel_not_found');
  if (channel.isArchived) throw new ApiError('is_archived');
  return channel;
}

function uploaded(workspace: Workspace, entry: JsonObject): UploadedFile {
  const file = workspace.state.files.get(asText(entry.id) ?? '');
  if (!file) throw new ApiError('file_not_found');
  if (file.bytes.length === 0) throw new ApiError('file_not_found');
  file.title = asText(entry.title) ?? file.name;
  return file;
}

function info(workspace: Workspace, given: JsonObject): JsonObject {
  const file = workspace.state.files.get(required(given, 'file'));
  if (!file?.isComplete) throw new ApiError('file_not_found');
  return { file: fileJson(workspace, file), comments: [], response_metadata: { next_cursor: '' } };
}
