import { expect, it } from 'vitest';
import { assignApprovers } from '../../../../src/domain/approvals/assign-approvers.ts';

it('is never complete without a requirement', () => {
  expect(assignApprovers([], [{ personId: 'U1', groups: [] }])).toEqual({
    progress: [],
    counted: [],
    isComplete: false,
  });
});

it('lets nobody count for two groups, and moves people so that more places are filled', () => {
  const require = [
    { group: 'S1', min: 1 },
    { group: 'S2', min: 1 },
    { group: 'S3', min: 1 },
  ];
  const approvers = [
    { personId: 'U1', groups: ['S1', 'S2', 'S3'] },
    { personId: 'U2', groups: ['S1', 'S2'] },
    { personId: 'U3', groups: ['S1'] },
  ];

  const { counted, isComplete } = assignApprovers(require, approvers);

  expect(isComplete).toBe(true);
  expect(Object.fromEntries(counted.map(({ personId, group }) => [personId, group]))).toEqual({
    U1: 'S3',
    U2: 'S2',
    U3: 'S1',
  });
});
