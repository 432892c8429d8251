import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from '../../../src/domain/error-codes.ts';

test('every error code has its line in docs/errors.md, and every line there is a code', () => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);

  expect(documented).toEqual(Object.keys(errorCodes));
});
