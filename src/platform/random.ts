import { randomBytes } from 'node:crypto';

/** Gives out ids that nobody can guess: `<prefix>-` and 20 characters of [a-z0-9], so about 103 bits. */
export interface RandomIds {
  next(prefix: string): string;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const length = 20;

export function createRandomIds(bytes: (count: number) => Uint8Array = randomBytes): RandomIds {
  return { next: (prefix) => `${prefix}-${letters(bytes)}` };
}

function letters(bytes: (count: number) => Uint8Array): string {
  let text = '';
  while (text.length < length) {
    // 252 is the largest multiple of 36 in a byte: taking more would make the first letters likelier.
    for (const byte of bytes(length)) if (byte < 252 && text.length < length) text += alphabet[byte % 36] ?? '';
  }
  return text;
}
