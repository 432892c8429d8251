import { describe, expect, it } from 'vitest';
import { toCloudTask } from '../../../src/cloud/alibaba/to-cloud-task.ts';

const task = (more: object) => toCloudTask({ taskId: 'T-1', ...more });

describe('a task of ACK', () => {
  it.each([
    ['running', 'running'],
    ['pending', 'running'],
    ['paused', 'running'],
    ['', 'running'],
    ['success', 'succeeded'],
    ['Succeeded', 'succeeded'],
    ['fail', 'failed'],
    ['failed', 'failed'],
    ['error', 'failed'],
    ['cancelled', 'failed'],
  ])('that says "%s" is %s', (state, outcome) => {
    expect(task({ state }).outcome).toBe(outcome);
  });

  it('that succeeded with a failed sub-result has failed, with the code out of its text', () => {
    const data = 'create instance: ErrorCode: RecommendEmpty.InstanceTypeNoStock, no stock';

    const found = task({ state: 'success', taskResult: [{ status: 'success' }, { status: 'failed', data }] });

    expect(found).toMatchObject({
      outcome: 'failed',
      error: { code: 'RecommendEmpty.InstanceTypeNoStock', message: data },
    });
  });

  it('keeps the code and message that the cloud gives', () => {
    const error = { code: 'QuotaExceeded.Ecs', message: 'too many' };

    expect(task({ state: 'fail', error, created: '2026-11-23T05:00:00Z' })).toMatchObject({
      error,
      createdAtMs: Date.parse('2026-11-23T05:00:00Z'),
    });
  });

  it('that still runs shows no error yet', () => {
    expect(task({ state: 'running', stages: [{ state: 'fail', message: 'm' }] }).error).toBeUndefined();
  });
});
