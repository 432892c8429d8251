import type { Json } from '../json.ts';
import {
  all,
  boolean,
  byType,
  type Check,
  exactlyOneOf,
  integer,
  list,
  matching,
  object,
  oneOf,
  optional,
  someOf,
  string,
} from './checks.ts';
import { richText } from './rich-text-rules.ts';
import { anyText, confirm, option, optionGroup, plainText } from './text-rules.ts';

const actionId = optional(string(255));
const confirmable = { action_id: actionId, confirm: optional(confirm) };
const focusable = { ...confirmable, focus_on_load: optional(boolean) };
const select = { ...focusable, placeholder: optional(plainText(150)) };
const multi = { ...select, max_selected_items: optional(integer(1, 100)) };
const responsive = { response_url_enabled: optional(boolean) };
const oneOption = optional(option(plainText));
const manyOptions = optional(list({ min: 1, max: 100 }, option(plainText)));
const id = optional(string(255));
const ids = optional(list({ min: 0, max: 100 }, string(255)));
const choices = {
  options: optional(list({ min: 1, max: 100 }, option(plainText))),
  option_groups: optional(list({ min: 1, max: 100 }, optionGroup)),
};
const pickable = list({ min: 1, max: 10 }, option(anyText));
const filter = optional(
  object({
    include: optional(list({ min: 1, max: 4 }, oneOf('im', 'mpim', 'private', 'public'))),
    exclude_external_shared_channels: optional(boolean),
    exclude_bot_users: optional(boolean),
  }),
);
const conversation = { filter, default_to_current_conversation: optional(boolean) };
const queried = { min_query_length: optional(integer(0, 100)) };
const dispatch = optional(
  object({
    trigger_actions_on: list({ min: 1, max: 2 }, oneOf('on_enter_pressed', 'on_character_entered')),
  }),
);
const typed = {
  action_id: actionId,
  focus_on_load: optional(boolean),
  placeholder: optional(plainText(150)),
  dispatch_action_config: dispatch,
  initial_value: optional(string(3000, 0)),
};
const optionIsAmongChoices: Check = (value: Json | undefined, at, problems) => {
  const text = JSON.stringify(value ?? null);
  const chosen = JSON.parse(text)?.initial_option;
  const groups: { options?: Json[] }[] = JSON.parse(text)?.option_groups ?? [];
  const known: Json[] = [...(JSON.parse(text)?.options ?? []), ...groups.flatMap((group) => group.options ?? [])];
  if (chosen && !known.some((entry) => JSON.stringify(entry) === JSON.stringify(chosen))) {
    problems.push({ pointer: `${at}/initial_option`, message: 'must be one of the options' });
  }
};
const staticSelect = (fields: Record<string, Check>): Check =>
  all(object({ ...fields, ...choices }), exactlyOneOf('options', 'option_groups'), optionIsAmongChoices);

/** The fields of an image, as a block or as an element. */
export const imageFields: Record<string, Check> = {
  image_url: optional(string(3000)),
  slack_file: optional(
    all(object({ id: optional(string(255)), url: optional(string(3000)) }), exactlyOneOf('id', 'url')),
  ),
  alt_text: string(2000),
  image_width: optional(integer(0, 100_000)),
  image_height: optional(integer(0, 100_000)),
  image_bytes: optional(integer(0, 1_000_000_000)),
  fallback: optional(string(2000)),
};

/** Every block element, by its type. */
export const elementRules: Record<string, Check> = {
  button: object({
    ...confirmable,
    text: plainText(75),
    value: optional(string(2000, 0)),
    url: optional(string(3000)),
    style: optional(oneOf('primary', 'danger')),
    accessibility_label: optional(string(75)),
  }),
  image: all(object(imageFields), exactlyOneOf('image_url', 'slack_file')),
  overflow: object({ ...confirmable, options: list({ min: 1, max: 5 }, option(plainText)) }),
  static_select: staticSelect({ ...select, initial_option: oneOption }),
  multi_static_select: all(
    object({ ...multi, ...choices, initial_options: manyOptions }),
    someOf('options', 'option_groups'),
  ),
  external_select: object({ ...select, ...queried, initial_option: oneOption }),
  multi_external_select: object({ ...multi, ...queried, initial_options: manyOptions }),
  users_select: object({ ...select, initial_user: id }),
  multi_users_select: object({ ...multi, initial_users: ids }),
  conversations_select: object({ ...select, ...conversation, ...responsive, initial_conversation: id }),
  multi_conversations_select: object({ ...multi, ...conversation, initial_conversations: ids }),
  channels_select: object({ ...select, ...responsive, initial_channel: id }),
  multi_channels_select: object({ ...multi, initial_channels: ids }),
  radio_buttons: object({ ...focusable, options: pickable, initial_option: optional(option(anyText)) }),
  checkboxes: object({ ...focusable, options: pickable, initial_options: optional(pickable) }),
  datepicker: object({ ...select, initial_date: optional(matching(/^\d{4}-\d\d-\d\d$/, 'a date YYYY-MM-DD')) }),
  timepicker: object({
    ...select,
    initial_time: optional(matching(/^\d\d:\d\d$/, 'a time HH:mm')),
    timezone: optional(string(255)),
  }),
  datetimepicker: object({ ...focusable, initial_date_time: optional(integer(0, 9_999_999_999)) }),
  plain_text_input: object({
    ...typed,
    multiline: optional(boolean),
    min_length: optional(integer(0, 3000)),
    max_length: optional(integer(1, 3000)),
  }),
  email_text_input: object(typed),
  url_text_input: object(typed),
  number_input: object({
    ...typed,
    is_decimal_allowed: boolean,
    min_value: optional(string(100)),
    max_value: optional(string(100)),
  }),
  rich_text_input: object({ ...typed, initial_value: optional(richText) }),
};

const actionable = [
  'button',
  'overflow',
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'users_select',
  'multi_users_select',
  'conversations_select',
  'multi_conversations_select',
  'channels_select',
  'multi_channels_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
  'datetimepicker',
];
const enterable = [
  ...actionable.filter((type) => type !== 'button' && type !== 'overflow'),
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
];

const among = (types: string[], what: string): Check =>
  byType(Object.fromEntries(Object.entries(elementRules).filter(([type]) => types.includes(type))), what);

export const actionElement = among([...actionable, 'rich_text_input'], 'element of an actions block');
export const accessory = among([...actionable, 'image'], 'section accessory');
export const inputElement = among(enterable, 'element of an input block');
