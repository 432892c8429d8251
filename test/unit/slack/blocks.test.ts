import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateBlocks } from '../../../emulators/slack/blocks/validate-blocks.ts';
import { validateView } from '../../../emulators/slack/blocks/validate-view.ts';
import { announcement } from '../../../src/slack/blocks/announcement.ts';
import { createForm } from '../../../src/slack/blocks/create-form.ts';
import { codeSpan, escapeText } from '../../../src/slack/blocks/escape.ts';
import { help } from '../../../src/slack/blocks/help.ts';
import { operationMessage } from '../../../src/slack/blocks/operation-message.ts';
import { poolDetails, poolUse } from '../../../src/slack/blocks/pool-details.ts';
import { poolList } from '../../../src/slack/blocks/pool-list.ts';
import { problems } from '../../../src/slack/blocks/problems.ts';
import { statusList } from '../../../src/slack/blocks/status-list.ts';
import { clamp } from '../../../src/slack/blocks/text.ts';
import { commandSpecs } from '../../../src/slack/commands/command-spec.ts';
import { anyOperation, anyPlan, anyPool, text } from './arbitraries.ts';
import { expectHarmless } from './expect-harmless.ts';
import { anyAround } from './pool-drift-arbitraries.ts';

const wire = (value: unknown) => JSON.parse(JSON.stringify(value));
const lasted = (fromMs: number, toMs: number) => toMs - fromMs;

describe('no input makes an invalid or pinging message', () => {
  const view = fc.record({
    operation: anyOperation,
    plan: fc.option(anyPlan, { nil: undefined }),
    pool: fc.option(anyPool, { nil: undefined }),
    useYaml: fc.option(text, { nil: undefined }),
  });

  const many = { numRuns: 100 };

  it('an operation', () => {
    fc.assert(
      fc.property(view, (given) => expectHarmless(operationMessage({ ...given, lasted }))),
      many,
    );
  });

  it('its announcement', () => {
    fc.assert(
      fc.property(anyOperation, (operation) => expectHarmless(announcement(operation))),
      many,
    );
  });

  it('pools, listed and shown', () => {
    fc.assert(
      fc.property(fc.array(anyPool, { maxLength: 60 }), (pools) => expectHarmless(poolList(pools))),
      many,
    );
    fc.assert(
      fc.property(anyPool, anyOperation, anyAround, (pool, operation, around) =>
        expectHarmless(poolDetails(pool, operation, around)),
      ),
      many,
    );
    fc.assert(
      fc.property(anyPool, text, (pool, yaml) => expectHarmless(poolUse(pool, yaml))),
      many,
    );
  });

  it('a status list', () => {
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 50 }), (operations) => expectHarmless(statusList(operations))),
      many,
    );
  });

  it('problems', () => {
    const problem = fc.record({ field: text, message: text, example: text });
    fc.assert(
      fc.property(fc.array(problem, { minLength: 1, maxLength: 20 }), (found) => expectHarmless(problems(found))),
      many,
    );
  });

  it('the form', () => {
    const cluster = fc.record({
      name: text,
      clusterId: text,
      regionId: text,
      vpcId: text,
      network: fc.constantFrom('terway' as const, 'flannel' as const),
      problem: fc.constant(undefined),
      zones: fc.array(fc.record({ zoneId: text, nodeVSwitchId: text })),
      instanceTypes: fc.array(fc.record({ id: text, pods: fc.nat() }), { maxLength: 300 }),
      defaultInstanceTypes: fc.array(text),
    });
    fc.assert(
      fc.property(fc.array(text.filter((name) => name !== '')), fc.array(cluster), (clusters, inventory) => {
        expect(validateView(wire(createForm({ clusters, inventory, needsApproval: true }, '{}')), 'modal')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('text', () => {
  it('keeps no character that formats, hides or pings', () => {
    expect(escapeText('<!channel> *a* _b_ a_b `c` \u202Ex\ny')).toBe('&lt;!channel&gt; ∗a∗ ˍbˍ a_b ˋcˋ x y');
    expect(codeSpan('a`b<')).toBe("`a'b&lt;`");
  });

  it('is never cut inside an entity', () => {
    expect(clamp('ab&amp;cd', 6)).toBe('ab…');
  });
});

it('help shows a valid use of every command', () => {
  const shown = help(commandSpecs);

  expect(validateBlocks(wire(shown.blocks), 'message')).toEqual([]);
  for (const { name } of commandSpecs) expect(shown.text).toContain(`/egress-pool ${name}`);
});
