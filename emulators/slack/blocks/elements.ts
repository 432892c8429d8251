import { asObjects, asText, type JsonObject } from '../json.ts';

export interface PlacedElement {
  block: JsonObject;
  blockId: string;
  element: JsonObject;
  actionId: string;
}

const passive = new Set(['image', 'plain_text', 'mrkdwn']);

/** The elements of these blocks that a person can act on, in their order. */
export function elementsOf(blocks: JsonObject[]): PlacedElement[] {
  return blocks.flatMap((block) =>
    asObjects([block.accessory ?? null, block.element ?? null, ...rowOf(block)])
      .filter((element) => !passive.has(asText(element.type) ?? ''))
      .map((element) => ({
        block,
        blockId: asText(block.block_id) ?? '',
        element,
        actionId: asText(element.action_id) ?? '',
      })),
  );
}

const rowOf = (block: JsonObject): JsonObject[] => (block.type === 'actions' ? asObjects(block.elements) : []);

/** The same blocks, with ids for the blocks and elements that came without, as Slack adds them. */
export function withIds(blocks: JsonObject[], nextId: () => string): JsonObject[] {
  const copies = structuredClone(blocks);
  for (const block of copies) {
    block.block_id ??= nextId();
  }
  for (const { element } of elementsOf(copies)) element.action_id ??= nextId();
  return copies;
}
