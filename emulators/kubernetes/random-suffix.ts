import { randomInt } from 'node:crypto';

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters, as `generateName` and the controllers append them. */
export function randomSuffix(length = 5): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)] ?? 'x').join('');
}
