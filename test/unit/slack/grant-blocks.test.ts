import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../emulators/slack/blocks/validate-view.ts';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import { allowForm } from '../../../src/slack/blocks/allow-form.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { denyForm } from '../../../src/slack/blocks/deny-form.ts';
import {
  endedNote,
  endNotice,
  overdueAgain,
  overdueAlarm,
  reviewReminder,
  standingReview,
} from '../../../src/slack/blocks/grant-notices.ts';
import { breakGlassReview, grantList } from '../../../src/slack/blocks/grant-words.ts';
import { homeView } from '../../../src/slack/blocks/home-view.ts';
import { requestAnnouncement } from '../../../src/slack/blocks/request-announcement.ts';
import { requestDetails } from '../../../src/slack/blocks/request-details.ts';
import { callToDecide, requestNote } from '../../../src/slack/blocks/request-note.ts';
import { accessRequestDocument, grantDocument } from '../../support/access-documents.ts';
import { grantPlanOf } from '../domain/grants/grant-plans.ts';
import { text } from './arbitraries.ts';
import { expectHarmless } from './expect-harmless.ts';
import { anyGrant, anyRequest, anyRequestView } from './grant-arbitraries.ts';

const runs = { numRuns: 60 };
const actionsIn = (blocks: unknown) =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, id]) => id);

describe('no input makes an invalid or pinging message', () => {
  it.each([
    ['a card', approvalCard],
    ['an announcement', requestAnnouncement],
    ['a note', requestNote],
    ['a call to decide', (view: Parameters<typeof callToDecide>[0]) => callToDecide(view, 'please decide.')],
    ['details', ({ request }: Parameters<typeof requestNote>[0]) => requestDetails(request)],
  ])('%s', (_, render) => {
    fc.assert(
      fc.property(anyRequestView, (view) => expectHarmless(render(view))),
      runs,
    );
  });

  it('what is said about a grant', () => {
    fc.assert(
      fc.property(anyGrant, anyRequestView, (grant, { request, nowMs }) => {
        const list = grantList({ grants: [grant], requests: [request], nowMs });
        const { requesters: called } = request;
        const told = [
          breakGlassReview(grant, nowMs),
          endNotice(grant, nowMs),
          endNotice(grant, nowMs, called),
          standingReview(grant, called),
          reviewReminder(grant, called),
          overdueAlarm(grant, called),
          overdueAgain(grant, called),
          endedNote(grant),
        ];
        for (const message of [list, ...told]) expectHarmless(message);
      }),
      runs,
    );
  });

  it('the home tab, however much concerns somebody', () => {
    const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 25 });
    fc.assert(
      fc.property(some(anyGrant), some(anyRequest), (grants, requests) => {
        const view = homeView({
          grants,
          mine: requests,
          waitingForMe: requests,
          rooms: [],
          nowMs: 5,
          userId: 'U01ANA',
        });
        expect(validateView(JSON.parse(JSON.stringify(view)), 'home')).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('the forms', () => {
    const choices = fc.array(fc.record({ id: fc.uuid(), name: text }), { maxLength: 120 });
    fc.assert(
      fc.property(choices, text, fc.boolean(), (some, given, flag) => {
        const preview = {
          pools: [{ name: 'payments' }],
          instances: some,
          askedGroups: flag ? [{ group: given, min: 1 }] : undefined,
          why: given,
          maxForMs: 90_000_000,
          standingAllowed: flag,
          reasonRequired: flag,
          breakGlassAllowed: flag,
        };
        const raw = { pool: given, instance: some[0]?.id, for: given, reason: given, breakGlass: flag };
        expect(validateView(JSON.parse(JSON.stringify(allowForm({ preview, raw, metadata: '{}' }))), 'modal')).toEqual(
          [],
        );
      }),
      runs,
    );
    expect(validateView(JSON.parse(JSON.stringify(denyForm('req-aaaaaaaaaaaa.1'))), 'modal')).toEqual([]);
  });
});

describe('the card', () => {
  const request = accessRequestDocument({
    round: 1,
    plan: { plan: grantPlanOf({ areNamespacesEnforced: false }), hash: `sha256:${'ab'.repeat(32)}` },
    reason: 'to <!channel> deploy',
    expiresAtMs: 90_000_000,
    rule: {
      match: {},
      require: [
        { group: 'S0DBA0001', min: 1 },
        { group: 'S0SEC0001', min: 1 },
      ],
      autoApprove: false,
      enforceNamespaces: false,
      crossVpc: false,
      because: 'rule 1',
      policyVersion: 'v1',
    },
    opened: { atMs: 1, memberships: { S0DBA0001: ['U02DAVID'], S0SEC0001: ['U03SARA'] } },
    decisions: [{ personId: 'U02DAVID', verdict: 'approve', atMs: 5 }],
  });
  const view = { request, grant: undefined, operation: undefined, nowMs: 10_000 };

  it('asks those whose approval is missing, and shows what it would open to whom', () => {
    const { text: shown, blocks } = approvalCard(view);
    expect(shown).toContain('<!subteam^S0SEC0001> please decide');
    expect(shown).toContain('1 of <!subteam^S0DBA0001> (done) and 1 of <!subteam^S0SEC0001>');
    expect(shown).toContain('`10.64.3.0/25`');
    expect(shown).toContain('256 addresses');
    expect(shown).toContain('*not enforced*');
    expect(shown).toContain('sha256:');
    expect(actionsIn(blocks)).toEqual(['request_approve', 'request_deny', 'request_details']);
    expect(JSON.stringify(blocks)).toContain('"value":"req-aaaaaaaaaaaa.1"');
  });

  it('has no buttons once nothing is left to decide', () => {
    const denied = { ...request, state: 'denied' as const, outcome: { by: 'U03SARA', text: 'no need', atMs: 6 } };
    expect(actionsIn(approvalCard({ ...view, request: denied }).blocks)).toEqual([]);
    expect(approvalCard({ ...view, request: denied }).text).toContain('*denied* by <@U03SARA>: no need');
    expect(actionsIn(approvalCard({ ...view, nowMs: 90_000_000 }).blocks)).toEqual([]);
    expect(approvalCard({ ...view, nowMs: 90_000_000 }).text).toContain('*expired*');
  });

  it('says applied once the whitelist has read back, and not before', () => {
    const approved = {
      ...request,
      state: 'approved' as const,
      approved: { atMs: 7, counted: [{ personId: 'U03SARA', group: 'S0SEC0001' }], endMs: 600_000 },
    };
    const inForce = { requestId: request.id, planHash: '', cidrs: [], instances: [], namespaces: [] };
    const written = grantDocument({ state: 'applying', endMs: 600_000 });
    const readBack = grantDocument({
      state: 'active',
      endMs: 600_000,
      inForce: { ...inForce, approvedAtMs: 7, approvers: [], appliedAtMs: 8 },
    });
    const operation = {
      id: 'op-aaaaaaaaaaaa',
      kind: 'apply-grant' as const,
      state: 'running' as const,
      rev: 1,
      poolId: 'pool-a',
      poolName: 'payments',
      requestedBy: { kind: 'system' as const, name: 'bot' },
      announcement: undefined,
      input: {},
      createdAtMs: 7,
      endedAtMs: undefined,
      cancelledBy: undefined,
      direction: 'forward' as const,
      error: undefined,
      steps: [],
    };
    const shown = (grant: Grant) => approvalCard({ ...view, request: approved, grant, operation }).text;
    expect(shown(written)).toContain('being applied; not open yet');
    expect(shown(written)).not.toContain('*applied*');
    expect(shown(readBack)).toContain('*applied* by <@U03SARA>; open until 1970-01-01 00:10 UTC');
  });
});
