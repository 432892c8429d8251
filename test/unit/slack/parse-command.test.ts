import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/slack/commands/command.ts';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';
import { printCommand } from '../../../src/slack/commands/print-command.ts';

const problemsOf = (text: string) => {
  const parsed = parseCommand(text);
  return parsed.ok ? [] : parsed.problems;
};
const commandOf = (text: string) => {
  const parsed = parseCommand(text);
  return parsed.ok ? parsed.command : undefined;
};

describe('a readable command', () => {
  it('takes no text at all as help', () => {
    expect(commandOf('   ')).toEqual({ kind: 'help' });
  });

  it('reads flags with a space and with an equals sign alike', () => {
    const spaced = commandOf('create payments --pods 40 --zones a,b --dry-run');
    expect(spaced).toEqual(commandOf('CREATE --pods=40 --zones=a,b payments --dry-run'));
    expect(spaced).toMatchObject({ kind: 'create', raw: { name: 'payments', pods: '40', zones: 'a,b', dryRun: true } });
  });

  it('understands typographic quotes and dashes', () => {
    expect(commandOf('create “pay ments” —pods 40')).toMatchObject({ raw: { name: 'pay ments', pods: '40' } });
  });

  it('turns the characters that Slack escapes back once', () => {
    expect(commandOf('create &amp;lt;x&gt;')).toMatchObject({ raw: { name: '&lt;x>' } });
  });

  it('keeps the mention of a user group in one piece', () => {
    expect(commandOf('create p --owner <!subteam^S0PAY|@payments>')).toMatchObject({
      raw: { owner: '<!subteam^S0PAY|@payments>' },
    });
  });

  it('knows where an optional argument was left out', () => {
    expect(commandOf('use payments')).toEqual({ kind: 'use', pool: 'payments', workload: undefined });
    expect(commandOf('status')).toEqual({ kind: 'status', operationId: undefined });
  });
});

describe('changes of namespaces', () => {
  it('are any number of words, a minus among them, and a flag anywhere', () => {
    const expected = { kind: 'namespaces', pool: 'payments', changes: ['+billing', '-legacy'], dryRun: true };
    expect(commandOf('namespaces payments +billing -legacy --dry-run')).toEqual(expected);
    expect(commandOf('namespaces --dry-run payments +billing -legacy')).toEqual(expected);
    expect(problemsOf('namespaces payments').map(({ message }) => message)).toEqual([
      'namespaces needs a change, for instance "+billing"',
    ]);
  });
});

describe('adopting nodes', () => {
  it('takes any number of them, and its confirmation anywhere', () => {
    const raw = { pool: 'payments', nodes: ['cn-beijing.10.0.0.7', 'cn-beijing.10.0.16.7'], dryRun: false };
    const text = 'adopt payments cn-beijing.10.0.0.7 --confirm payments cn-beijing.10.0.16.7';
    expect(commandOf(text)).toEqual({ kind: 'adopt', raw: { ...raw, confirm: 'payments' } });
    expect(problemsOf('adopt payments').map(({ message }) => message)).toEqual([
      'adopt needs a node, for instance "cn-beijing.10.0.1.7"',
    ]);
  });
});

describe('a command that cannot be read', () => {
  it.each([
    ['craete payments', 'did you mean "create"', '/egress-pool create payments --pods 40'],
    ['create p --pod 40', 'did you mean --pods', '--pods 40'],
    ['create p --poods 40', 'did you mean --pods', '--pods 40'],
    ['create p --pods 1 --pods 2', 'more than once', '--pods 40'],
    ['create p --pods', 'needs a value', '--pods 40'],
    ['create p --pods --dry-run', 'needs a value', '--pods 40'],
    ['create p --dry-run=yes', 'takes no value', '--dry-run'],
    ['create "p', 'never closed', '/egress-pool help'],
    ['create p q', 'cannot use "q"', '/egress-pool create payments --pods 40'],
    ['show', 'needs a pool', '/egress-pool show payments'],
    [
      'allow p rm-1 --reason the service reads',
      'in quotes',
      '/egress-pool allow payments rm-2ze1example --for 7d --reason "why"',
    ],
    [`create ${'x'.repeat(5000)}`, '5007 characters', '/egress-pool help'],
    ['create pay\u202Ements', 'U+202E', '/egress-pool help'],
    ['create pay\u0007ments', 'U+0007', '/egress-pool help'],
    ['xyzzy', 'no command "xyzzy"', '/egress-pool help'],
  ])('answers %j with what is wrong and something valid', (text, message, example) => {
    const [problem, ...more] = problemsOf(text);
    expect(problem?.message).toContain(message);
    expect(problem?.example).toBe(example);
    expect(more).toEqual([]);
  });

  it('reports every problem at once', () => {
    expect(problemsOf('create p --pods --nodez 3 --ttl=').map(({ field }) => field)).toEqual([
      'pods',
      'command',
      'ttl',
    ]);
  });
});

describe('any text', () => {
  it('is answered, never thrown at', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseCommand(text)));
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseCommand(`create ${text}`)));
  });

  it('is quoted in problems with at most sixty characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1500 }), (text) => {
        for (const { message } of problemsOf(text)) expect([...message].length).toBeLessThan(200);
      }),
    );
  });
});

const value = fc
  .string({ minLength: 1, maxLength: 30 })
  .filter((text) => text.trim() !== '' && !/&(amp|lt|gt);/.test(text));
const maybe = fc.option(value, { nil: undefined });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom<Command>({ kind: 'help' }, { kind: 'list' }),
  value.map((pool): Command => ({ kind: 'show', pool })),
  fc.record({ pool: value, workload: maybe }).map((given): Command => ({ kind: 'use', ...given })),
  maybe.map((operationId): Command => ({ kind: 'status', operationId })),
  fc
    .record({ pool: value, changes: fc.array(value, { minLength: 1, maxLength: 4 }), dryRun: fc.boolean() })
    .map((given): Command => ({ kind: 'namespaces', ...given })),
  fc.record({ pool: maybe, since: maybe }).map((asked): Command => ({ kind: 'audit', ...asked })),
  fc
    .record({ operationId: value, kind: fc.constantFrom('retry', 'rollback', 'cancel') })
    .map(({ operationId, kind }): Command => ({ kind, operationId })),
  fc
    .record({
      name: maybe,
      cluster: maybe,
      pods: maybe,
      zones: maybe,
      nodes: maybe,
      instanceType: maybe,
      namespaces: maybe,
      owner: maybe,
      ttl: maybe,
      reason: maybe,
      dryRun: fc.boolean(),
    })
    .map((raw): Command => ({ kind: 'create', raw })),
);

it('a printed command is read back as the same command', () => {
  fc.assert(
    fc.property(command, (printed) => {
      const text = printCommand(printed).replace('/egress-pool ', '');
      expect(parseCommand(text)).toEqual({ ok: true, command: printed });
    }),
  );
});
