import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { DriftFinding } from '../../../src/domain/grants/find-drift.ts';
import { driftMessage, driftNote } from '../../../src/slack/blocks/drift-words.ts';
import { namespaceChangeLines, namespacePlan } from '../../../src/slack/blocks/namespace-words.ts';
import { operationMessage } from '../../../src/slack/blocks/operation-message.ts';
import { resizedLines, resizeSummary } from '../../../src/slack/blocks/resize-words.ts';
import { message, paragraph, section } from '../../../src/slack/blocks/text.ts';
import { withWhitelists } from '../../../src/slack/blocks/whitelist-words.ts';
import { anyOperation, anyPool, anyResizePlan, text, withStep } from './arbitraries.ts';
import { expectHarmless } from './expect-harmless.ts';
import { anyGrant, anyRequest } from './grant-arbitraries.ts';

const runs = { numRuns: 100 };
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const texts = fc.array(text, { maxLength: 30 });
const asMessage = (lines: string[]) => message(lines, lines.length > 0 ? [section(lines.join('\n'))] : []);

const anyFinding: fc.Arbitrary<DriftFinding> = fc.record({
  kind: fc.constantFrom('missing', 'unknown', 'left-over', 'unrecorded'),
  ...{ instanceId: text, primaryInstanceId: text, regionId: text, group: text },
  pool: maybe(fc.record({ id: text, name: text })),
  grantId: maybe(text),
  entries: texts,
});
const anyKnown = fc.record({ id: text, finding: anyFinding, foundAtMs: instant, goneAtMs: maybe(instant) });
const anyCleaning = fc
  .tuple(anyOperation, fc.constantFrom('kept', 'left-over'), text)
  .map(([operation, outcome, because]) => withStep(operation, 'check', { outcome, because }));

describe('no input makes an invalid or pinging message about', () => {
  it('a whitelist that somebody else changed', () => {
    const view = fc.record({
      known: anyKnown,
      grant: maybe(anyGrant),
      pending: maybe(anyRequest),
      operation: maybe(fc.oneof(anyOperation, anyCleaning)),
    });
    fc.assert(
      fc.property(view, (given) => {
        expectHarmless(driftMessage(given));
        expectHarmless(driftNote(given.known));
      }),
      runs,
    );
  });

  it('all groups of instances', () => {
    const group = fc.record({ name: text, networkType: text, entries: fc.nat() });
    const groups = fc.array(group, { maxLength: 60 });
    const seen = fc.array(fc.record({ instanceId: text, groups, lookedAtMs: instant }), { maxLength: 8 });
    fc.assert(
      fc.property(seen, (whitelists) => expectHarmless(withWhitelists(paragraph('-'), whitelists))),
      runs,
    );
  });

  it('a change of namespaces', () => {
    const plan = fc.record({
      kind: fc.constant('planned' as const),
      pool: anyPool,
      after: texts,
      toAsk: fc.array(anyGrant, { maxLength: 30 }),
    });
    fc.assert(
      fc.property(plan, anyRequest, (planned, request) => {
        expectHarmless(namespacePlan(planned));
        expectHarmless(asMessage(['-', ...namespaceChangeLines(request)]));
      }),
      runs,
    );
  });

  it('a resize, planned, under way and done', () => {
    fc.assert(
      fc.property(anyOperation, anyResizePlan, anyPool, texts, text, (any, plan, pool, without, hash) => {
        const operation = withStep(withStep(any, 'consents', { without }), 'plan', { plan, hash });
        const summary = resizeSummary(operation);
        if (!summary) throw new Error('the plan was not read');
        expectHarmless(message(summary.lines, summary.blocks));
        expectHarmless(asMessage(resizedLines(operation, pool)));
        const view = { operation, plan: undefined, pool, useYaml: undefined };
        expectHarmless(operationMessage({ ...view, lasted: (fromMs, toMs) => toMs - fromMs }));
      }),
      runs,
    );
  });
});
