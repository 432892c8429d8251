import { describe, expect, it } from 'vitest';
import { type ConnectionProof, connectionProofsOf, isHostName } from '../../../src/domain/connection-proof.ts';
import type { Operation, StepRecord } from '../../../src/domain/operation.ts';
import { closedNote, connectionLines } from '../../../src/slack/blocks/connection-words.ts';
import { factsInWords } from '../../../src/slack/blocks/facts-in-words.ts';

const record: StepRecord = {
  status: 'done',
  attempts: 0,
  intendedAtMs: 1,
  startedAtMs: 1,
  endedAtMs: 2,
  undoStartedAtMs: undefined,
  waitingFor: undefined,
  notes: {},
  facts: undefined,
  lastError: undefined,
};

const open: ConnectionProof = { proof: 'open', from: '10.64.3.17', to: 'pc-1.mysql.rds.aliyuncs.com:3306', ms: 4 };
const closed: ConnectionProof = { ...open, proof: 'closed', said: 'Host <!channel> is not allowed' };

/** An operation with a proof in each of these zones. */
function operation(proofs: Record<string, ConnectionProof>): Operation {
  const steps = Object.entries(proofs).map(([zoneId, proof]) => ({
    name: `connection-${zoneId}`,
    title: '',
    record: { ...record, facts: { ...proof } },
  }));
  return {
    ...{ id: 'op-aaaaaaaaaaaa', kind: 'apply-grant', state: 'done', rev: 1, poolId: 'pool-a', poolName: 'payments' },
    ...{ requestedBy: { kind: 'system', name: 'test' }, announcement: undefined, input: {}, createdAtMs: 1 },
    ...{ endedAtMs: 2, cancelledBy: undefined, direction: 'forward', error: undefined, steps },
  };
}

describe('a connection that was tried, in words', () => {
  it('names both ends and the time', () => {
    expect(factsInWords({ ...open })).toEqual(['10.64.3.17 -> pc-1.mysql.rds.aliyuncs.com:3306 open in 4 ms']);
  });

  it('a zone that could not connect is named beside "applied", with what to look at in the thread', () => {
    const mixed = operation({ 'cn-h': open, 'cn-g': closed });

    expect(closedNote(mixed)).toContain('No connection from `cn-g`;');
    expect(connectionLines(mixed).join('\n')).toMatch(
      /cn-g.*not open after 1 min 30 s: Host &lt;!channel&gt;[\s\S]*security groups/,
    );
    expect(connectionLines(mixed).join('\n')).not.toContain('canary.image');
  });

  it('nothing is said beside "applied" when every zone connected or nothing could be measured', () => {
    const unmeasured: ConnectionProof = { proof: 'unmeasured', why: 'the canary image has no nc' };

    expect(closedNote(operation({ 'cn-h': open, 'cn-g': unmeasured }))).toBe('');
    expect(closedNote(undefined)).toBe('');
    expect(connectionLines(operation({ 'cn-g': unmeasured })).join('\n')).toContain('`canary.image`');
  });

  it('facts of other steps are no proofs', () => {
    const other = operation({ 'cn-h': open });
    const steps = other.steps.map((step) => ({ ...step, record: { ...record, facts: { proof: 'maybe' } } }));

    expect(connectionProofsOf({ steps })).toEqual([]);
  });
});

it.each(['a b', '', 'x;reboot', '$(x)', '-rf', 'a..b', 'host\n', 'a'.repeat(64), '::1'])('no host name: %j', (host) => {
  expect(isHostName(host)).toBe(false);
});

it.each(['rm-2ze.mysql.rds.aliyuncs.com', '10.0.3.7', 'localhost'])('a host name: %s', (host) => {
  expect(isHostName(host)).toBe(true);
});
