import { ApiError } from './errors.ts';
import type { Parameters } from './parameters.ts';

/** A page by `PageNumber` and `PageSize`. Throws InvalidParameter beyond the limits. */
export function pageOf<T>(items: T[], parameters: Parameters, limits = { maximum: 50, standard: 10 }) {
  const number = parameters.number('PageNumber', 1);
  const size = parameters.number('PageSize', limits.standard);
  if (number < 1) throw new ApiError(400, 'InvalidParameter', 'The specified parameter "PageNumber" is not valid.');
  if (size < 1 || size > limits.maximum) {
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "PageSize" is not valid.');
  }
  return { items: items.slice((number - 1) * size, number * size), number, size, total: items.length };
}

/** A page by `NextToken`; `nextToken` is empty on the last one. Throws InvalidParameter beyond the limits. */
export function tokenPageOf<T>(
  items: T[],
  parameters: Parameters,
  limits: { name: string; minimum?: number; maximum: number; standard: number },
) {
  const size = parameters.number(limits.name, limits.standard);
  if (size < (limits.minimum ?? 1) || size > limits.maximum) {
    throw new ApiError(400, 'InvalidParameter', `The specified parameter "${limits.name}" is not valid.`);
  }
  const token = parameters.text('NextToken');
  const from = token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) {
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "NextToken" is not valid.');
  }
  const end = from + size;
  const nextToken = end < items.length ? Buffer.from(String(end)).toString('base64url') : '';
  return { items: items.slice(from, end), size, total: items.length, nextToken };
}
