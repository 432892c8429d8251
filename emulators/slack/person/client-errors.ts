import { isEmptyValue, stateValues } from '../blocks/values.ts';
import { asObject, asObjects, asText, type JsonObject } from '../json.ts';
import type { View } from '../state.ts';

/** What Slack's own client refuses to send: an empty required field, a number out of range, a text of the wrong length. */
export function clientErrors(view: View): Record<string, string> {
  const blocks = asObjects(view.content.blocks);
  const values = stateValues(blocks, view.values);
  const errors: Record<string, string> = {};
  for (const block of blocks.filter((candidate) => candidate.type === 'input')) {
    const element = asObject(block.element) ?? {};
    const blockId = asText(block.block_id) ?? '';
    const value = values[blockId]?.[asText(element.action_id) ?? ''];
    const error = isEmptyValue(value) ? missing(block) : wrong(element, value ?? {});
    if (error !== undefined) errors[blockId] = error;
  }
  return errors;
}

const missing = (block: JsonObject): string | undefined =>
  block.optional === true ? undefined : 'Please complete this required field.';

function wrong(element: JsonObject, value: JsonObject): string | undefined {
  const text = asText(value.value);
  if (text === undefined) return undefined;
  if (element.type === 'number_input') return wrongNumber(element, text);
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  const max = Number(element.max_length ?? 3000);
  if (text.length < Number(element.min_length ?? 0)) return `Please enter at least ${element.min_length} characters.`;
  return text.length > max ? `Please enter at most ${max} characters.` : undefined;
}

function wrongNumber(element: JsonObject, text: string): string | undefined {
  const number = Number(text);
  if (Number.isNaN(number)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return undefined;
}
