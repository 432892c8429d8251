import { describe, expect, test } from 'vitest';
import {
  CancelledError,
  NeedsHumanError,
  OutcomeUnknownError,
  RetryableError,
  TerminalError,
} from '../../../src/domain/errors.ts';
import { untouchedStep } from '../../../src/store/operation-record.ts';
import { decideOnStepError } from '../../../src/workflows/runner/step-error.ts';

const details = { code: 'CLOUD_REFUSED', publicText: 'the cloud said no' } as const;
const decide = (error: unknown, attempts = 0) =>
  decideOnStepError(error, { name: 'vswitch', record: { ...untouchedStep, attempts }, nowMs: 5_000 });

describe('what is done about an error of a step', () => {
  test.each([
    ['a retryable one is tried again', new RetryableError(details), 'retry'],
    ['an unknown outcome is tried again', new OutcomeUnknownError(details), 'retry'],
    ['a terminal one fails the step', new TerminalError(details), 'fail'],
    ['one that needs a person stops for them', new NeedsHumanError(details), 'needs-person'],
    ['an unknown one is tried again', new Error('boom'), 'retry'],
    ['so is what is not even an error', 'boom', 'retry'],
    ['a cancellation that nobody asked for is tried again', new CancelledError(details), 'retry'],
  ])('%s', (_name, error, kind) => {
    expect(decide(error).kind).toBe(kind);
  });

  test('the tenth try without progress needs a person', () => {
    expect(decide(new Error('boom'), 8)).toMatchObject({ kind: 'retry', attempts: 9 });
    expect(decide(new Error('boom'), 9)).toMatchObject({ kind: 'needs-person', attempts: 10 });
    expect(decide(new RetryableError(details), 9).kind).toBe('needs-person');
  });

  test('what passes by itself is not counted', () => {
    const busy = new RetryableError({ ...details, code: 'CLOUD_BUSY' });

    expect(decide(busy, 5)).toMatchObject({ kind: 'retry', attempts: 5 });
  });

  test('the delay that the error asks for is kept, else it grows with the tries', () => {
    expect(decide(new RetryableError({ ...details, retryAfterMs: 12_345 }))).toMatchObject({ delayMs: 12_345 });
    expect(decide(new RetryableError(details), 2)).toMatchObject({ delayMs: 4_000 });
  });

  test('people see code and public text of an error of ours and nothing of any other', () => {
    expect(decide(new TerminalError({ ...details, cause: new Error('secret') })).error).toEqual({
      code: 'CLOUD_REFUSED',
      text: 'the cloud said no',
      step: 'vswitch',
      atMs: 5_000,
    });
    const unknown = decide(new Error('secret')).error;
    expect(unknown.code).toBe('STEP_STUCK');
    expect(unknown.text).not.toContain('secret');
  });
});
