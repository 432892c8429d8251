import { asObjects, asText, compact, type Json, type JsonObject } from './json.ts';
import type { UploadedFile } from './state.ts';
import type { Workspace } from './workspace.ts';

/** As the Web API shows it: what Slack finds out by looking at the file is missing until it has looked. */
export function fileJson(workspace: Workspace, file: UploadedFile): JsonObject {
  const isProcessed = workspace.clock.now() >= file.processedAtMs;
  const address = `${workspace.baseUrl}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return compact({
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: isProcessed ? file.mimetype : '',
    filetype: isProcessed ? (file.name.split('.').at(-1) ?? '') : '',
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    user: workspace.seed.app.botUserId,
    created: Math.floor(file.processedAtMs / 1000),
    url_private: address,
    url_private_download: address,
    permalink: address,
    alt_txt: file.altText,
    channels: [...file.channelIds],
    groups: [],
    ims: [],
  });
}

const images = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
]);

export function mimetypeOf(name: string): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return (
    images.get(ending) ??
    (ending === 'csv' || ending === 'txt' || ending === 'json' ? 'text/plain' : 'application/octet-stream')
  );
}

/** What is wrong with the uploaded files that these blocks show: Slack refuses one it has not looked at yet. */
export function fileProblems(workspace: Workspace, blocks: JsonObject[]): string[] {
  return blocks
    .flatMap((block) => [block, ...asObjects([block.accessory ?? null]), ...asObjects(block.elements)])
    .flatMap((image) => asObjects([image.slack_file ?? null]))
    .flatMap((reference: JsonObject) => {
      const file = findFile(workspace, reference);
      const isUsable =
        file?.isComplete && workspace.clock.now() >= file.processedAtMs && file.mimetype.startsWith('image/');
      return isUsable ? [] : ['[ERROR] invalid slack file'];
    });
}

function findFile(workspace: Workspace, reference: Record<string, Json>): UploadedFile | undefined {
  const id = asText(reference.id);
  if (id !== undefined) return workspace.state.files.get(id);
  const url = asText(reference.url) ?? '';
  return [...workspace.state.files.values()].find((file) => url.includes(`/files/${file.id}/`));
}
