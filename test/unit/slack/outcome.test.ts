import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation, OperationState } from '../../../src/domain/operation.ts';
import { outcome } from '../../../src/slack/blocks/outcome.ts';
import { anyOperation, withStep } from './arbitraries.ts';

const [base] = fc.sample(anyOperation, { numRuns: 1, seed: 1 });

const resize = (state: OperationState): Operation => {
  if (!base) throw new Error('no sample');
  return { ...base, kind: 'resize-pool', state, direction: 'forward', error: undefined, steps: [] };
};
const said = (operation: Operation) =>
  outcome({ operation, plan: undefined, pool: undefined, useYaml: undefined, lasted: () => 0 })?.lines.join('\n');

test('a resize that was taken back says that the pool is as before only while nothing had left it', () => {
  const early = withStep(resize('rolled-back'), 'config-map', {});
  expect(said(early)).toContain('as it was before');

  const late = said(withStep(early, 'left', {}));
  expect(late).not.toContain('as it was before');
  expect(late).toContain('What left the pool stays away');
});

test('a resize that stands still says what is done, and what rolling back would bring', () => {
  const stopped = withStep(resize('failed'), 'scale-nodes', { nodes: 2 });
  expect(said(stopped)).toContain('What is done');
  expect(said(stopped)).toContain('makes the pool as it was before');
  expect(said(withStep(stopped, 'drop-vsw-1', {}))).toContain('what left the pool stays away');
});
