import { asObject, asObjects, asText, asTexts, type Json, type JsonObject } from '../json.ts';
import { elementsOf } from './elements.ts';

export type Values = Record<string, Record<string, JsonObject>>;

/** How an element's value stands in `state.values`, and in which field it has its start value. */
const fields: Record<string, { value: string; initial: string }> = {
  plain_text_input: { value: 'value', initial: 'initial_value' },
  email_text_input: { value: 'value', initial: 'initial_value' },
  url_text_input: { value: 'value', initial: 'initial_value' },
  number_input: { value: 'value', initial: 'initial_value' },
  rich_text_input: { value: 'rich_text_value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option' },
  external_select: { value: 'selected_option', initial: 'initial_option' },
  radio_buttons: { value: 'selected_option', initial: 'initial_option' },
  overflow: { value: 'selected_option', initial: '' },
  multi_static_select: { value: 'selected_options', initial: 'initial_options' },
  multi_external_select: { value: 'selected_options', initial: 'initial_options' },
  checkboxes: { value: 'selected_options', initial: 'initial_options' },
  users_select: { value: 'selected_user', initial: 'initial_user' },
  multi_users_select: { value: 'selected_users', initial: 'initial_users' },
  conversations_select: { value: 'selected_conversation', initial: 'initial_conversation' },
  multi_conversations_select: { value: 'selected_conversations', initial: 'initial_conversations' },
  channels_select: { value: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { value: 'selected_channels', initial: 'initial_channels' },
  datepicker: { value: 'selected_date', initial: 'initial_date' },
  timepicker: { value: 'selected_time', initial: 'initial_time' },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time' },
};

/** The part of an action or of `state.values` that says what was chosen; empty for a button. */
export function elementValue(element: JsonObject, entered: Json | undefined): JsonObject {
  const type = asText(element.type) ?? '';
  const field = fields[type];
  if (!field) return {};
  return { type, [field.value]: stored(element, field.value, entered) };
}

/** `state.values` of a surface: what was entered, else the start values. */
export function stateValues(blocks: JsonObject[], entered: Values): Values {
  const values: Values = {};
  for (const { blockId, actionId, element } of elementsOf(blocks)) {
    const type = asText(element.type) ?? '';
    const field = fields[type];
    if (!field || type === 'overflow') continue;
    const block = values[blockId] ?? {};
    values[blockId] = block;
    block[actionId] = entered[blockId]?.[actionId] ?? { type, [field.value]: initial(element, field) };
  }
  return values;
}

/** Whether nothing is chosen or typed. */
export function isEmptyValue(value: JsonObject | undefined): boolean {
  const content = Object.entries(value ?? {}).find(([key]) => key !== 'type')?.[1];
  return (
    content === undefined || content === null || content === '' || (Array.isArray(content) && content.length === 0)
  );
}

function initial(element: JsonObject, field: { value: string; initial: string }): Json {
  const start = element[field.initial];
  if (start !== undefined) return start;
  return field.value.endsWith('s') ? [] : null;
}

function stored(element: JsonObject, field: string, entered: Json | undefined): Json {
  const given = asObject(entered);
  if (given && field in given) return given[field] ?? null;
  if (field === 'selected_option') return entered == null || entered === '' ? null : chosen(element, entered);
  if (field === 'selected_options') return list(entered).map((entry) => chosen(element, entry));
  if (field.endsWith('s')) return asTexts(list(entered));
  if (field === 'value') return entered == null || entered === '' ? null : String(entered);
  return entered ?? null;
}

const list = (entered: Json | undefined): Json[] =>
  Array.isArray(entered) ? entered : entered == null || entered === '' ? [] : [entered];

/** The option that has this value; a person can also hand over a whole option, as a suggestion was. */
function chosen(element: JsonObject, entered: Json): Json {
  const value = asText(entered) ?? asText(asObject(entered)?.value);
  const options = [
    ...asObjects(element.options),
    ...asObjects(element.option_groups).flatMap((group) => asObjects(group.options)),
  ];
  const known = options.find((option) => option.value === value);
  if (known) return known;
  return asObject(entered) ?? { text: { type: 'plain_text', text: value ?? '', emoji: true }, value: value ?? '' };
}
