import { expect, it, test } from 'vitest';
import { type ExtensionInput, extensionWindowMs, planExtension } from '../../../../src/domain/grants/extension.ts';

const dayMs = 86_400_000;
const grant: ExtensionInput['grant'] = {
  state: 'active',
  endMs: 10 * dayMs,
  firstApprovedAtMs: 0,
  firstDurationMs: 10 * dayMs,
  isBreakGlass: false,
  wasExtendedFreely: false,
};

function input(changes: Partial<ExtensionInput> = {}): ExtensionInput {
  const rule = { autoApprove: false, require: [{ group: 'S0DBA', min: 1 }], extendOnceFreely: true };
  return { grant, durationMs: 5 * dayMs, policy: { maxGrantMs: 90 * dayMs }, rule, nowMs: 9 * dayMs, ...changes };
}

it('counts from the end as it is', () => {
  expect(planExtension(input())).toEqual({
    kind: 'possible',
    endMs: 15 * dayMs,
    isCapped: false,
    needsApproval: false,
  });
});

it('is possible from the first notice of the end on', () => {
  expect(planExtension(input({ nowMs: 10 * dayMs - extensionWindowMs })).kind).toBe('possible');
});

it('never goes past the longest time from the first approval', () => {
  expect(planExtension(input({ policy: { maxGrantMs: 12 * dayMs } }))).toMatchObject({
    endMs: 12 * dayMs,
    isCapped: true,
  });
});

test.each<[string, Partial<ExtensionInput>, boolean]>([
  ['the first time where the rule allows it', {}, false],
  ['the second time', { grant: { ...grant, wasExtendedFreely: true } }, true],
  ['as long as the first time', { durationMs: 10 * dayMs }, false],
  ['longer than the first time', { durationMs: 11 * dayMs }, true],
  ['where the rule does not allow it', { rule: { autoApprove: false, require: [{ group: 'S0DBA', min: 1 }] } }, true],
  ['where the rule names people besides', { rule: { autoApprove: true, require: [{ group: 'S0DBA', min: 1 }] } }, true],
  ['where everything is approved by itself', { rule: { autoApprove: true, require: [] } }, false],
])('needs approval or not: %s', (_, changes, needsApproval) => {
  expect(planExtension(input(changes))).toMatchObject({ kind: 'possible', needsApproval });
});

test.each<[string, Partial<ExtensionInput>, RegExp]>([
  ['a break-glass grant', { grant: { ...grant, isBreakGlass: true } }, /break-glass/],
  ['a standing grant', { grant: { ...grant, endMs: undefined } }, /no end/],
  ['a grant that is ending', { grant: { ...grant, state: 'ending' } }, /Only an active/],
  ['a grant at its end', { nowMs: 10 * dayMs }, /Only an active/],
  ['no time', { durationMs: 0 }, /needs a duration/],
  ['too early', { nowMs: 10 * dayMs - extensionWindowMs - 1 }, /last 7 days/],
  ['a grant with its longest time', { policy: { maxGrantMs: 10 * dayMs } }, /longest time already: 10 days/],
])('refuses %s', (_, changes, text) => {
  expect(planExtension(input(changes))).toEqual({ kind: 'refused', text: expect.stringMatching(text) });
});
