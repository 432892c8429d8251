import { asObjects, type Json } from '../json.ts';
import {
  all,
  boolean,
  byType,
  type Check,
  exactlyOneOf,
  list,
  object,
  oneOf,
  optional,
  someOf,
  string,
} from './checks.ts';
import { accessory, actionElement, elementRules, imageFields, inputElement } from './element-rules.ts';
import { richText, richTextFields } from './rich-text-rules.ts';
import { anyText, plainText } from './text-rules.ts';

const withId = (fields: Record<string, Check>): Check => object({ ...fields, block_id: optional(string(255)) });

const image = elementRules.image ?? object({});
const contextElement: Check = (value, at, problems) => {
  const isImage = value !== null && typeof value === 'object' && !Array.isArray(value) && value.type === 'image';
  (isImage ? image : anyText(2000))(value, at, problems);
};

const cell = byType(
  {
    rich_text: richText,
    raw_text: object({ text: string(3000, 0) }),
    raw_number: object({
      value: (value, at, problems) => {
        if (typeof value !== 'number') problems.push({ pointer: at, message: 'must be a number' });
      },
      text: optional(string(3000)),
    }),
  },
  'table cell',
);

const rowsAreEven: Check = (value, at, problems) => {
  const rows: Json = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value.rows ?? []) : [];
  if (!Array.isArray(rows)) return;
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : -1)));
  if (widths.size > 1) problems.push({ pointer: `${at}/rows`, message: 'all rows must have the same number of cells' });
};

const taskCard = withId({
  task_id: string(255),
  title: string(255),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
  details: optional(richText),
  output: optional(richText),
  sources: optional(
    list({ min: 0, max: 20 }, byType({ url: object({ url: string(3000), text: string(255) }) }, 'url source')),
  ),
});

const taskIdsAreUnique: Check = (value, at, problems) => {
  const tasks = value !== null && typeof value === 'object' && !Array.isArray(value) ? asObjects(value.tasks) : [];
  const ids = tasks.map((task) => String(task.task_id));
  if (new Set(ids).size < ids.length) problems.push({ pointer: `${at}/tasks`, message: 'duplicate task_id' });
};

/** Every block, by its type. */
export const blockRules: Record<string, Check> = {
  section: all(
    withId({
      text: optional(anyText(3000)),
      fields: optional(list({ min: 1, max: 10 }, anyText(2000))),
      accessory: optional(accessory),
      expand: optional(boolean),
    }),
    someOf('text', 'fields'),
  ),
  header: withId({ text: plainText(150) }),
  context: withId({ elements: list({ min: 1, max: 10 }, contextElement) }),
  actions: withId({ elements: list({ min: 1, max: 25 }, actionElement) }),
  divider: withId({}),
  image: all(withId({ ...imageFields, title: optional(plainText(2000)) }), exactlyOneOf('image_url', 'slack_file')),
  input: withId({
    label: plainText(2000),
    element: inputElement,
    hint: optional(plainText(2000)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
  }),
  rich_text: withId(richTextFields),
  markdown: withId({ text: string(12_000) }),
  table: all(
    withId({
      rows: list({ min: 1, max: 100 }, list({ min: 1, max: 20 }, cell)),
      column_settings: optional(
        list(
          { min: 0, max: 20 },
          optional(object({ align: optional(oneOf('left', 'center', 'right')), is_wrapped: optional(boolean) })),
        ),
      ),
    }),
    rowsAreEven,
  ),
  task_card: taskCard,
  plan: all(
    withId({
      title: string(255),
      tasks: optional(list({ min: 0, max: 50 }, byType({ task_card: taskCard }, 'task_card'))),
    }),
    taskIdsAreUnique,
  ),
  alert: withId({ text: anyText(200), level: optional(oneOf('default', 'info', 'warning', 'error', 'success')) }),
};
