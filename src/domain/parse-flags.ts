import type { InputProblem } from './input-problem.ts';

/** More pods than any vSwitch (/16) could hold with the safety factor of two. */
const mostPods = 30_000;
const mostNodes = 500;

export function isProblem(value: unknown): value is InputProblem {
  return typeof value === 'object' && value !== null && 'field' in value && 'example' in value;
}

/** What a person typed, fit to be shown: cut, in quotation marks. */
export function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
}

export function parsePods(text: string | undefined): number | InputProblem {
  const example = '--pods 40';
  if (text === undefined) return { field: 'pods', message: 'how many pods is the pool for', example };
  const pods = wholeNumber(text);
  if (pods === undefined || pods < 1) {
    return { field: 'pods', message: `${quoted(text)} is not a number of pods (1 or more)`, example };
  }
  if (pods > mostPods) return { field: 'pods', message: `at most ${mostPods} pods fit into one pool`, example };
  return pods;
}

/** `3` or `2..5`. */
export function parseNodes(text: string | undefined): { min: number; max: number } | undefined | InputProblem {
  if (text === undefined) return undefined;
  const [low = '', high = low, ...rest] = text.split('..');
  const min = wholeNumber(low);
  const max = wholeNumber(high);
  if (min !== undefined && max !== undefined && rest.length === 0 && min >= 1 && min <= max && max <= mostNodes) {
    return { min, max };
  }
  return {
    field: 'nodes',
    message: `${quoted(text)} is not a number of nodes or a range`,
    example: '--nodes 3 or --nodes 2..5',
  };
}

/** An integer and s, m, h or d; a longer time than ten years is a slip. */
export function parseDurationMs(field: string, text: string | undefined): number | undefined | InputProblem {
  if (text === undefined) return undefined;
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  const durationMs = Number(count) * (unitMs ?? 0);
  if (durationMs > 0 && durationMs <= 3650 * 86_400_000) return durationMs;
  return { field, message: `${quoted(text)} is not a duration: a number and s, m, h or d`, example: `--${field} 30d` };
}

/** Comma-separated, blanks around the commas dropped; undefined when not given. */
export function parseList(text: string | undefined): string[] | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text) : undefined;
}
