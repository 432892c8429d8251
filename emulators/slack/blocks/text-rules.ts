import { boolean, byType, type Check, list, object, optional, string } from './checks.ts';

const plain = (max: number): Check => object({ text: string(max), emoji: optional(boolean) });
const mrkdwn = (max: number): Check => object({ text: string(max), verbatim: optional(boolean) });

export const plainText = (max: number): Check => byType({ plain_text: plain(max) }, 'plain_text object');
export const anyText = (max: number): Check => byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) }, 'text object');

export const confirm: Check = object({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: optional(string(10)),
});

/** `text` of an option: mrkdwn is for radio buttons and checkboxes only. */
export const option = (text: (max: number) => Check): Check =>
  object({
    text: text(75),
    value: string(150),
    description: optional(text(75)),
    url: optional(string(3000)),
  });

export const optionGroup: Check = object({
  label: plainText(75),
  options: list({ min: 1, max: 100 }, option(plainText)),
});
