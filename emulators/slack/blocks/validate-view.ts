import { asObject, asObjects, asText, type Json } from '../json.ts';
import { boolean, list, object, optional, type Problem, string } from './checks.ts';
import { plainText } from './text-rules.ts';
import { validateBlocks } from './validate-blocks.ts';

const LARGEST_VIEW = 250_000;
const anything = list({ min: 0, max: 100 }, () => undefined);
const shared = {
  blocks: anything,
  private_metadata: optional(string(3000, 0)),
  callback_id: optional(string(255, 0)),
  external_id: optional(string(255, 0)),
};
const modal = object({
  ...shared,
  title: plainText(24),
  submit: optional(plainText(24)),
  close: optional(plainText(24)),
  clear_on_close: optional(boolean),
  notify_on_close: optional(boolean),
  submit_disabled: optional(boolean),
});
const home = object(shared);

/** What Slack would find wrong with a modal or a Home tab. */
export function validateView(view: Json, expected: 'modal' | 'home'): Problem[] {
  const members = asObject(view);
  if (!members) return [{ pointer: '/view', message: 'must be an object' }];
  if (members.type !== expected) return [{ pointer: '/view/type', message: `must be ${expected}` }];
  const problems: Problem[] = [];
  (expected === 'modal' ? modal : home)(members, '/view', problems);
  problems.push(...validateBlocks(members.blocks ?? [], expected, '/view/blocks'));
  const hasInput = asObjects(members.blocks).some((block) => asText(block.type) === 'input');
  if (expected === 'modal' && hasInput && !members.submit) {
    problems.push({ pointer: '/view', message: 'missing required field: submit (the view has an input block)' });
  }
  if (JSON.stringify(members).length > LARGEST_VIEW) problems.push({ pointer: '/view', message: 'view_too_large' });
  return problems;
}
