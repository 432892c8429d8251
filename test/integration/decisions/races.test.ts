import { expect, it } from 'vitest';
import { verifyAudit } from '../../../src/domain/audit-chain.ts';
import { dba, openRequest, requestId, security } from './decision-desk.ts';

it('comes to one outcome and one operation, however 50 decisions of 20 people race through two tenders', async () => {
  const desk = await openRequest();
  const people = Array.from({ length: 20 }, (_, index) => `U0P${index}`);
  desk.groups[dba] = people.slice(0, 10);
  desk.groups[security] = people.slice(8, 18);
  await desk.plan('hash-2');
  const tenders = [desk.newTender(), desk.newTender()];
  await tenders[0]?.(requestId);

  const clicks = Array.from({ length: 50 }, (_, index) =>
    desk.click(people[(index * 7) % 20] ?? '', index % 9 === 8 ? 'deny' : 'approve', 2),
  );
  const looks = Array.from({ length: 30 }, (_, index) => tenders[index % 2]?.(requestId));
  await Promise.all([...clicks, ...looks]);
  for (let look = 0; look < 5; look += 1) await Promise.all(tenders.map((tend) => tend(requestId)));

  const { state, clicks: unjudged } = await desk.request();
  const entries = await desk.audit();
  const outcomes = entries.filter(({ what }) => ['request.approved', 'request.denied'].includes(what));
  expect(outcomes).toHaveLength(1);
  expect(outcomes[0]?.what).toBe(`request.${state}`);
  expect(await desk.applies()).toHaveLength(state === 'approved' ? 1 : 0);
  expect(unjudged).toEqual([]);
  const judged = entries.filter(({ what }) => /^request\.(approval|denial|click-refused)$/.test(what));
  expect(judged).toHaveLength(50);
  expect(verifyAudit(await desk.store.readAudit({ after: 0, limit: 10_000 })).findings).toEqual([]);
});
