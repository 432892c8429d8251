import { expect } from 'vitest';
import { validateBlocks } from '../../../emulators/slack/blocks/validate-blocks.ts';
import type { Message } from '../../../src/slack/blocks/text.ts';

/** Slack takes the message, and the only markup in it is mentions of people and of user groups. */
export function expectHarmless(message: Message): void {
  expect(validateBlocks(JSON.parse(JSON.stringify(message.blocks)), 'message')).toEqual([]);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  for (const parsed of [message.text, ...parsedTexts(message.blocks)]) {
    expect(parsed.isWellFormed()).toBe(true);
    const unescaped = parsed.replace(/<@[UW][A-Z0-9]{1,20}>|<!subteam\^S[A-Z0-9]{1,20}>/g, '');
    expect(unescaped).not.toMatch(/<[!@#a-z]/);
    expect(parsed).not.toMatch(/[\u202a-\u202e\u200b-\u200f]/u);
  }
}

/** Everything that Slack would parse as mrkdwn. */
function parsedTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedTexts);
  if (value === null || typeof value !== 'object') return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(parsedTexts)];
}
