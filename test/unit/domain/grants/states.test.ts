import { expect, it, test } from 'vitest';
import { grantStatesBefore, grantTransitions, isLive } from '../../../../src/domain/grants/grant-states.ts';
import {
  requestStateAt,
  requestStatesBefore,
  requestTransitions,
} from '../../../../src/domain/grants/request-states.ts';

test('only a pending request is approved or denied, and an approved one is asked again when its plan changed', () => {
  expect(requestStatesBefore('approved')).toEqual(['pending']);
  expect(requestStatesBefore('denied')).toEqual(['pending']);
  expect(requestStatesBefore('pending')).toEqual(['approved']);
});

test('an approved request still goes while it is not applied', () => {
  for (const target of ['withdrawn', 'expired', 'superseded'] as const) {
    expect(requestStatesBefore(target)).toEqual(['pending', 'approved']);
  }
});

test('nothing leaves a closed request', () => {
  const closed = ['denied', 'withdrawn', 'expired', 'superseded'] as const;

  expect(closed.flatMap((state) => requestTransitions[state])).toEqual([]);
});

it('takes a request as expired from its end on, whatever is written, but not one that was decided', () => {
  const request = { state: 'pending', expiresAtMs: 1000 } as const;

  expect(requestStateAt(request, 999)).toBe('pending');
  expect(requestStateAt(request, 1000)).toBe('expired');
  expect(requestStateAt({ ...request, state: 'approved' }, 2000)).toBe('approved');
});

test('a grant is ended only by a removal, or before anything was written', () => {
  expect(grantStatesBefore('ended')).toEqual(['applying', 'ending', 'overdue']);
  expect(grantTransitions.ended).toEqual([]);
});

test('a grant that ends never becomes active again', () => {
  expect(grantStatesBefore('active')).toEqual(['applying']);
  expect(grantStatesBefore('applying')).toEqual(['active']);
});

test('a removal that is late is overdue and still live', () => {
  expect(grantStatesBefore('overdue')).toEqual(['ending']);
  expect(isLive('overdue')).toBe(true);
  expect(isLive('ended')).toBe(false);
});
