import { asObject, asObjects, asText, type Json } from '../json.ts';
import { blockRules } from './block-rules.ts';
import { byType, type Problem } from './checks.ts';
import { elementsOf } from './elements.ts';

export type Surface = 'message' | 'modal' | 'home';

const blocksAllowed: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
const elsewhere: Record<string, Surface[]> = {
  table: ['message'],
  markdown: ['message'],
  plan: ['message'],
  task_card: ['message'],
};
const block = byType(blockRules, 'block');

/**
 * What Slack would find wrong with these blocks, offline; the limits are those of docs.slack.dev/reference/block-kit.
 * `at` is the pointer of the list, default `/blocks`.
 */
export function validateBlocks(blocks: Json, surface: Surface, at = '/blocks'): Problem[] {
  if (!Array.isArray(blocks)) return [{ pointer: at, message: 'must be an array' }];
  const max = blocksAllowed[surface];
  if (blocks.length > max) return [{ pointer: at, message: `no more than ${max} items allowed` }];
  const problems: Problem[] = [];
  for (const [index, entry] of blocks.entries()) {
    block(entry, `${at}/${index}`, problems);
    const type = asText(asObject(entry)?.type) ?? '';
    if (elsewhere[type] && !elsewhere[type].includes(surface)) {
      problems.push({ pointer: `${at}/${index}/type`, message: `${type} blocks are not allowed in a ${surface}` });
    }
  }
  return [...problems, ...duplicates(blocks, at), ...totals(blocks, at)];
}

function duplicates(blocks: Json[], at: string): Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
  for (const [index, entry] of blocks.entries()) {
    const blockId = asText(asObject(entry)?.block_id);
    if (blockId === undefined) continue;
    if (blockIds.has(blockId))
      problems.push({ pointer: `${at}/${index}/block_id`, message: `duplicate block_id: ${blockId}` });
    blockIds.add(blockId);
  }
  for (const [index, entry] of asObjects(blocks).entries()) {
    const ids = elementsOf([entry]).flatMap(({ element }) => asText(element.action_id) ?? []);
    if (new Set(ids).size < ids.length)
      problems.push({ pointer: `${at}/${index}/elements`, message: 'duplicate action_id' });
  }
  return problems;
}

function totals(blocks: Json[], at: string): Problem[] {
  const problems: Problem[] = [];
  const ofType = (type: string) => asObjects(blocks).filter((entry) => entry.type === type);
  const tables = ofType('table');
  if (tables.length > 1) problems.push({ pointer: at, message: 'only_one_table_allowed' });
  if (tables.some((table) => JSON.stringify(table.rows ?? '').length > 60_000 || cellText(table.rows ?? '') > 10_000)) {
    problems.push({ pointer: at, message: 'a table may have no more than 10000 characters' });
  }
  const markdown = ofType('markdown').reduce((sum, entry) => sum + (asText(entry.text)?.length ?? 0), 0);
  if (markdown > 12_000)
    problems.push({ pointer: at, message: 'markdown blocks may have no more than 12000 characters in all' });
  return problems;
}

function cellText(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + cellText(entry), 0);
  const members = asObject(value);
  if (!members) return 0;
  return (asText(members.text)?.length ?? 0) + cellText(members.elements ?? []);
}
