import { codeSpan } from './escape.ts';
import { context, type Message, message, section } from './text.ts';

export interface DailyHead {
  /** `2026-11-23`, on a faster clock with the time. */
  day: string;
  number: number;
  link: string;
  /** Since the head before this one. */
  entries: number;
}

/** What the log must still contain later: kept where whoever can write to Redis cannot change it. */
export function auditHead({ day, number, link, entries }: DailyHead): Message {
  const what = `:lock: Audit log at the end of ${day}: number *${number}*, ${entries} ${entries === 1 ? 'entry' : 'entries'} since the last head.`;
  const value = link === '' ? 'The log is empty.' : `Link ${codeSpan(link)}`;
  const check = `To check that the log still holds this: ${codeSpan(`npm run cli -- audit verify --head ${number}:${link}`)}`;
  return message([what, value, check], [section(`${what}\n${value}`), context(check)]);
}
