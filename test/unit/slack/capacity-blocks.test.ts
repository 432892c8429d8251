import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { validateView } from '../../../emulators/slack/blocks/validate-view.ts';
import { poolWorkloads } from '../../../src/domain/capacity/pool-workloads.ts';
import { alertCall, alertDetails, alertMessage } from '../../../src/slack/blocks/capacity-alert.ts';
import { capacityDetails, capacityTable } from '../../../src/slack/blocks/capacity-report.ts';
import { bar, forecastWords } from '../../../src/slack/blocks/capacity-words.ts';
import { homeView } from '../../../src/slack/blocks/home-view.ts';
import { outageMessage } from '../../../src/slack/blocks/outage-alert.ts';
import { podsView } from '../../../src/slack/blocks/pods-view.ts';
import { resizeForm } from '../../../src/slack/blocks/resize-form.ts';
import { anyPool, text } from './arbitraries.ts';
import { anyAlert, anyOutage, anyRoom } from './capacity-arbitraries.ts';
import { expectHarmless } from './expect-harmless.ts';

const runs = { numRuns: 60 };
const lasted = (fromMs: number, toMs: number) => toMs - fromMs;
const wire = (value: unknown) => JSON.parse(JSON.stringify(value));
const hourMs = 3_600_000;

describe('no input makes an invalid or pinging message', () => {
  it('an alert, its details and its calls', () => {
    fc.assert(
      fc.property(anyAlert, fc.array(text), fc.option(text, { nil: undefined }), (alert, owners, altText) => {
        const picture = altText === undefined ? undefined : { fileId: 'F01', altText: altText || '-' };
        const view = { alert, owners, picture, nowMs: 5_000, lasted };
        for (const message of [alertMessage(view), alertDetails(view)]) expectHarmless(message);
        for (const why of ['worse', 'snooze-over'] as const) expectHarmless(alertCall(view, why));
      }),
      runs,
    );
  });

  it('a source that cannot be measured', () => {
    fc.assert(
      fc.property(anyOutage, (outage) => expectHarmless(outageMessage(outage, lasted))),
      runs,
    );
  });

  it('capacity of all pools, of one, and in the home tab', () => {
    fc.assert(
      fc.property(fc.array(anyRoom, { maxLength: 50 }), fc.boolean(), (rooms, hasChart) => {
        expectHarmless(capacityTable(rooms));
        for (const room of rooms.slice(0, 3)) expectHarmless(capacityDetails(room, hasChart));
        const view = homeView({ grants: [], mine: [], waitingForMe: [], rooms, nowMs: 5, userId: 'U01ANA' });
        expect(validateView(wire(view), 'home')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('the form of a resize and the list of pods', () => {
    const pod = fc.record({
      ...{ namespace: text, name: text, hasAddress: fc.boolean() },
      workload: fc.option(fc.record({ kind: text, name: text }), { nil: undefined }),
    });
    fc.assert(
      fc.property(anyPool, fc.array(pod, { maxLength: 60 }), (pool, pods) => {
        const form = resizeForm({ kind: 'found', pool, runningPods: pods.length, suggestedPods: 60 }, '{}');
        for (const view of [form, podsView(pool.name, poolWorkloads(pods, 5)), podsView(pool.name, undefined)]) {
          expect(validateView(wire(view), 'modal')).toEqual([]);
        }
      }),
      runs,
    );
  });
});

test.each([
  [5 * hourMs, 9 * hourMs, 'empty in 5 to 9 h'],
  [1.5 * hourMs, 2.5 * hourMs, 'empty in 90 to 150 min'],
  [40 * hourMs, 100 * hourMs, 'empty in 1 to 5 d'],
  [0, 4 * hourMs, 'empty in at most 4 h'],
  [0, 60_000, 'empty any moment'],
])('a forecast from %d to %d ms is said as "%s"', (earliestMs, latestMs, words) => {
  expect(forecastWords({ kind: 'empties', earliestMs, latestMs })).toBe(words);
});

test('a bar is as long for every share, also for one above all', () => {
  expect([0, 0.5, 1, 1.7].map(bar)).toEqual(['░░░░░░░░░░', '█████░░░░░', '██████████', '██████████']);
});

test('pods are grouped by workload, the largest first, and those without an address are named first', () => {
  const pod = (name: string, hasAddress = true, workload = { kind: 'Deployment', name: 'api' }) => ({
    ...{ namespace: 'payments', name, hasAddress, workload },
  });
  const many = Array.from({ length: 70 }, (_, at) => pod(`one-${at}`, true, { kind: 'Job', name: `job-${at}` }));

  const { workloads, morePods } = poolWorkloads([pod('api-1'), pod('api-2', false), ...many], 5);

  expect(workloads[0]).toMatchObject({ name: 'api', pods: 2, waiting: 1, podNames: ['api-2', 'api-1'] });
  expect(workloads).toHaveLength(60);
  expect(morePods).toBe(11);
});
