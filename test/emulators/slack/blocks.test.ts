import { expect, test } from 'vitest';
import { validateBlocks } from '../../../emulators/slack/blocks/validate-blocks.ts';
import { validateView } from '../../../emulators/slack/blocks/validate-view.ts';
import type { Json, JsonObject } from '../../../emulators/slack/json.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const section = (text: string): JsonObject => ({ type: 'section', text: { type: 'mrkdwn', text } });
const option = (value: string): JsonObject => ({ text: plain(value), value });
const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
const button = (more: JsonObject = {}): JsonObject => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more });
const task = (task_id: string, status: string): JsonObject => ({ type: 'task_card', task_id, title: 'Step', status });
const messages = (...blocks: Json[]): string[] =>
  validateBlocks(blocks, 'message').map(({ pointer, message }) => `${pointer}: ${message}`);
const many = (count: number): string => 'x'.repeat(count);

test('passes what Slack takes', () => {
  const rich = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
  };

  expect(
    messages(
      section('hello'),
      { type: 'header', text: plain('Pools') },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: '*a*' },
          { type: 'image', image_url: 'https://a/b', alt_text: 'b' },
        ],
      },
      actions(button(), { type: 'static_select', action_id: 'b', options: [option('1')] }),
      rich,
      { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, rich]] },
      { type: 'plan', title: 'Create', tasks: [{ ...task('1', 'complete'), output: rich }, task('2', 'error')] },
      { type: 'alert', level: 'warning', text: plain('careful') },
      { type: 'markdown', text: '# a' },
    ),
  ).toEqual([]);
});

test.each<[string, Json[], string]>([
  ['a long section', [section(many(3001))], '/blocks/0/text/text: must be less than 3001 characters'],
  [
    'a long button',
    [actions(button({ text: plain(many(76)) }))],
    '/blocks/0/elements/0/text/text: must be less than 76 characters',
  ],
  [
    'a long value',
    [actions(button({ value: many(2001) }))],
    '/blocks/0/elements/0/value: must be less than 2001 characters',
  ],
  [
    '26 buttons',
    [actions(...Array.from({ length: 26 }, () => button()))],
    '/blocks/0/elements: no more than 25 items allowed',
  ],
  ['a stray field', [{ type: 'divider', color: 'red' }], '/blocks/0: invalid additional property: color'],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    '/blocks/0/text/type: unsupported type: mrkdwn is not a plain_text object',
  ],
  [
    'the same block_id twice',
    [
      { ...section('a'), block_id: 'x' },
      { ...section('b'), block_id: 'x' },
    ],
    '/blocks/1/block_id: duplicate block_id: x',
  ],
  ['the same action_id twice', [actions(button(), button())], '/blocks/0/elements: duplicate action_id'],
  [
    'a status that is none',
    [{ type: 'plan', title: 'x', tasks: [task('1', 'done')] }],
    '/blocks/0/tasks/0/status: must be one of: pending, in_progress, complete, error',
  ],
  [
    'two tables',
    [
      { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] },
      { type: 'table', rows: [[{ type: 'raw_text', text: 'b' }]] },
    ],
    '/blocks: only_one_table_allowed',
  ],
  [
    '101 options',
    [actions({ type: 'static_select', options: Array.from({ length: 101 }, (_, index) => option(String(index))) })],
    '/blocks/0/elements/0/options: no more than 100 items allowed',
  ],
  ['51 blocks', Array.from({ length: 51 }, () => section('x')), '/blocks: no more than 50 items allowed'],
])('refuses %s', (_, blocks, expected) => {
  expect(messages(...blocks)).toContain(expected);
});

test('holds forms to their own limits', () => {
  const input: JsonObject = {
    type: 'input',
    label: plain('Name'),
    element: { type: 'plain_text_input', action_id: 'n' },
  };
  const view = (more: JsonObject): Json => ({
    type: 'modal',
    title: plain('Create'),
    submit: plain('Send'),
    blocks: [input],
    ...more,
  });
  const found = (value: Json) => validateView(value, 'modal').map(({ pointer }) => pointer);

  expect(found(view({}))).toEqual([]);
  expect(found(view({ title: plain(many(25)) }))).toEqual(['/view/title/text']);
  expect(found(view({ private_metadata: many(3001) }))).toEqual(['/view/private_metadata']);
  expect(found({ type: 'modal', title: plain('x'), blocks: [input] })).toEqual(['/view']);
  expect(found(view({ blocks: [{ type: 'plan', title: 'x' }] }))).toEqual(['/view/blocks/0/type']);
});
