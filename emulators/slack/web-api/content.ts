import { validateBlocks } from '../blocks/validate-blocks.ts';
import { fileProblems } from '../files.ts';
import { asObject, asObjects, asText, type Json, type JsonObject } from '../json.ts';
import type { MessageContent } from '../messages.ts';
import type { Workspace } from '../workspace.ts';
import { ApiError, optionalText } from './method.ts';

const LONGEST_TEXT = 40_000;
const LARGEST_METADATA = 8000;

/** Text, blocks, attachments and metadata of a message as an app sends them; throws what Slack would answer. */
export function readContent(workspace: Workspace, given: JsonObject): MessageContent & { warnings: string[] } {
  const markdown = optionalText(given, 'markdown_text');
  const sent = optionalText(given, 'text');
  if (markdown !== undefined && (sent !== undefined || hasItems(given.blocks)))
    throw new ApiError('markdown_text_conflict');
  const blocks = markdown === undefined ? readBlocks(workspace, given.blocks) : [{ type: 'markdown', text: markdown }];
  const attachments = asObjects(given.attachments);
  if (sent === undefined && !blocks && attachments.length === 0) throw new ApiError('no_text');
  const warnings = sent !== undefined && sent.length > LONGEST_TEXT ? ['message_truncated'] : [];
  const metadata = readMetadata(given.metadata);
  if (given.metadata !== undefined && !metadata) warnings.push('invalid_metadata_format');
  return {
    text: (sent ?? markdown ?? '').slice(0, LONGEST_TEXT),
    warnings,
    ...(blocks ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
  };
}

/** Undefined when there are none; throws `invalid_blocks` with the reasons. */
export function readBlocks(workspace: Workspace, blocks: Json | undefined): JsonObject[] | undefined {
  if (blocks === undefined || blocks === null || blocks === '') return undefined;
  const problems = validateBlocks(blocks, 'message').map(
    ({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`,
  );
  const messages = problems.length > 0 ? problems : fileProblems(workspace, asObjects(blocks));
  if (messages.length > 0) throw invalidBlocks(messages);
  return hasItems(blocks) ? asObjects(blocks) : undefined;
}

export function invalidBlocks(messages: string[]): ApiError {
  return new ApiError('invalid_blocks', {
    errors: messages.map((text) => text.replace('[ERROR] ', '')),
    response_metadata: { messages },
  });
}

/** An event_type with anything but letters, digits and `_` loses the metadata without an error. */
function readMetadata(given: Json | undefined): JsonObject | undefined {
  const metadata = asObject(given);
  if (!metadata) return undefined;
  if (JSON.stringify(metadata).length > LARGEST_METADATA) throw new ApiError('metadata_too_large');
  if (!/^\w+$/.test(asText(metadata.event_type) ?? '') || !asObject(metadata.event_payload)) return undefined;
  return { event_type: metadata.event_type ?? '', event_payload: metadata.event_payload ?? {} };
}

const hasItems = (blocks: Json | undefined): boolean => Array.isArray(blocks) && blocks.length > 0;
