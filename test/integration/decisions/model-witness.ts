import { expect } from 'vitest';
import { extendGrant } from '../../../src/use-cases/extend-grant.ts';
import { freeze } from '../../../src/use-cases/freeze.ts';
import { unfreeze } from '../../../src/use-cases/unfreeze.ts';
import { withdrawRequest } from '../../../src/use-cases/withdraw-request.ts';
import { type Desk, dba, hourMs, oncall, requestId, security } from './decision-desk.ts';
import { createDeskWorker } from './desk-worker.ts';
import type { Action } from './model-actions.ts';

const firstHash = 'hash-1';
const glassId = 'req-bbbbbbbbbbbb';
const extensionId = 'req-cccccccccccc';
/** How old what is known of the approvers may be when a write begins. */
const freshMs = 60_000;

/** What the witness knows of the request that the sequence is about now. */
function about(id: string, o: { kind: 'normal' | 'break-glass' | 'extension'; by: string; nowMs: number }) {
  return {
    ...{ id, kind: o.kind, by: o.by, round: 1, hash: firstHash, isOpen: false, isClosed: false, isWithdrawn: false },
    opened: {} as Desk['groups'],
    clicks: [] as { person: string; verdict: 'approve' | 'deny' }[],
    expiresAtMs: o.nowMs + 24 * hourMs,
    /** When the people who approved satisfied the rule last while the bot looked; undefined: not in this round. */
    satisfiedAtMs: undefined as number | undefined,
  };
}

/** Does what a sequence says and holds each approval and each write against what it has seen itself. */
export function createWitness(desk: Desk) {
  const worker = createDeskWorker(desk);
  const world = { hash: firstHash, edits: 1, isFrozen: false, isWritten: false, begun: 0, writes: 0 };
  let now = {
    ...about(requestId, { kind: 'normal', by: 'U0ANA', nowMs: desk.time.nowMs }),
    ...{ isOpen: true, opened: structuredClone(desk.groups) },
  };
  const others: string[] = [];

  const counts = (id: string) => (desk.standings[id] ?? 'counts') === 'counts';
  const isIn = (groups: Desk['groups'], group: string, id: string) => {
    const members = groups[group];
    return members !== undefined && members !== 'unknown' && members.includes(id);
  };
  const isEligible = (id: string, group: string) =>
    id !== 'U0ANA' && counts(id) && isIn(now.opened, group, id) && isIn(desk.groups, group, id);
  const approvers = (group: string) =>
    now.clicks.filter((one) => one.verdict === 'approve' && isEligible(one.person, group)).map((one) => one.person);
  const isSatisfied = () =>
    now.kind === 'break-glass'
      ? counts(now.by) && isIn(desk.groups, oncall, now.by)
      : approvers(dba).some((one) => approvers(security).some((other) => other !== one));

  async function look(): Promise<void> {
    const begun = (await desk.applies()).length;
    if (begun > world.begun) {
      expect(begun).toBe(world.begun + 1);
      expect(now.isClosed || desk.time.nowMs >= now.expiresAtMs).toBe(false);
      expect((now.isOpen || now.kind === 'break-glass') && isSatisfied()).toBe(true);
      now.isClosed = true;
    }
    world.begun = begun;
  }

  function beginRound(round: number, isOpen: boolean): void {
    const opened = structuredClone(desk.groups);
    const expiresAtMs = desk.time.nowMs + 24 * hourMs;
    now = { ...now, round, isOpen, opened, clicks: [], isClosed: false, satisfiedAtMs: undefined, expiresAtMs };
  }

  async function tend(): Promise<void> {
    const isReadable = [dba, security, oncall].every((group) => desk.groups[group] !== 'unknown');
    if (!now.isOpen && (isReadable || (await opensNow()))) {
      now.opened = structuredClone(desk.groups);
      now.isOpen = true;
    }
    if (isSatisfied()) now.satisfiedAtMs = desk.time.nowMs;
    await desk.tend(now.id);
    const { state, round, opened } = await desk.request(now.id);
    if (state === 'approved') await look();
    if (round > now.round) beginRound(round, opened !== undefined);
    if (['denied', 'expired', 'withdrawn', 'superseded'].includes(state)) now.isClosed = true;
  }

  /** The on-call's group is asked only about a break-glass. */
  async function opensNow(): Promise<boolean> {
    return [dba, security].every((group) => desk.groups[group] !== 'unknown');
  }

  async function plan(): Promise<void> {
    await desk.plan(world.hash, undefined, now.id);
    const { expiresAtMs } = now;
    beginRound((await desk.request(now.id)).round, false);
    now = { ...now, hash: world.hash, expiresAtMs };
  }

  /** What was known of the approvers before does not count any more. */
  async function ask(): Promise<void> {
    await worker.ask(await desk.request(now.id));
    now.satisfiedAtMs = undefined;
  }

  async function write(): Promise<void> {
    for (const id of others) {
      // What gave its place up is never written, whoever tries.
      expect(await worker.write(await desk.request(id), world.hash)).not.toBe('begun');
    }
    const request = await desk.request(now.id);
    const outcome = await worker.write(request, world.hash);
    if (outcome === 'not-as-approved') return plan();
    if (outcome !== 'begun') return;
    expect(world.isFrozen || now.isWithdrawn).toBe(false);
    expect(now.hash).toBe(world.hash);
    expect(desk.time.nowMs - (now.satisfiedAtMs ?? Number.NEGATIVE_INFINITY)).toBeLessThanOrEqual(freshMs);
    world.isWritten = true;
    world.writes += 1;
  }

  async function turnTo(id: string, by: string, kind: 'break-glass' | 'extension'): Promise<void> {
    others.push(now.id);
    now = { ...about(id, { kind, by, nowMs: desk.time.nowMs }), hash: world.hash };
    await plan();
  }

  async function breakGlass(person: string): Promise<void> {
    const answer = await desk.ask(person, { breakGlass: true, for: '1h' }, glassId);
    if (answer.kind !== 'accepted' || answer.repeated) return;
    expect(isIn(desk.groups, oncall, person) && !world.isWritten).toBe(true);
    await turnTo(glassId, person, 'break-glass');
  }

  async function extend(person: string): Promise<void> {
    const answer = await extendGrant(desk.as(person), {
      ...{ grantId: now.id.replace('req', 'grant'), requestId: extensionId, for: '1d' },
      announcement: { channelId: 'C0TEAM', userId: person },
    });
    if (answer.kind !== 'accepted' || answer.repeated) return;
    expect({ isSteward: ['U0OWNER', 'U0OPS'].includes(person), kind: now.kind }).toEqual({
      ...{ isSteward: true, kind: 'normal' },
    });
    await turnTo(extensionId, person, 'extension');
  }

  async function act(one: Action): Promise<void> {
    switch (one.kind) {
      case 'tend':
        return tend();
      case 'ask':
        return ask();
      case 'write':
        return write();
      case 'apply':
        await ask();
        await tend();
        return write();
      case 'click':
      case 'deny': {
        const verdict = one.kind === 'click' ? 'approve' : 'deny';
        const clicked = Math.max(1, now.round - one.back);
        await desk.click(one.person, verdict, clicked, now.id);
        if (clicked === now.round) now.clicks.push({ person: one.person, verdict });
        return;
      }
      case 'plan':
        return (await desk.request(now.id)).state === 'pending' ? plan() : undefined;
      case 'edit-pool':
        world.edits += 1;
        world.hash = `hash-${world.edits}`;
        return;
      case 'freeze': {
        const ctx = desk.as(one.person);
        const answer = one.isOn ? await freeze(ctx, { reason: 'incident' }) : await unfreeze(ctx, {});
        if (answer.kind === 'not-allowed') return;
        expect(one.person).toBe('U0OPS');
        world.isFrozen = one.isOn;
        return;
      }
      case 'break-glass':
        return breakGlass(one.person);
      case 'extend':
        return extend(one.person);
      case 'withdraw': {
        const answer = await withdrawRequest(desk.as(one.person), { requestId: now.id });
        if (answer.kind !== 'accepted') return;
        expect(one.person).toBe(now.by);
        now = { ...now, isClosed: true, isWithdrawn: true };
        return;
      }
      case 'wait':
        desk.time.nowMs += one.seconds * 1_000;
        return;
      case 'regroup':
        desk.groups[one.group] = one.members;
        return;
      case 'standing':
        desk.standings[one.person] = one.standing;
    }
  }

  return { act, look, approvals: () => world.begun, writes: () => world.writes };
}
