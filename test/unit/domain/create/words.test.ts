import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { canonicalJson } from '../../../../src/domain/canonical-json.ts';
import {
  canaryNameOf,
  configMapNameOf,
  operationIdFrom,
  operationIdPattern,
  poolIdFrom,
  poolNamePattern,
  recordConfigMapNameOf,
} from '../../../../src/domain/names.ts';
import { nearest } from '../../../../src/domain/nearest.ts';
import { workloadPatch, workloadPatchYaml } from '../../../../src/domain/workload-patch.ts';

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const poolName = fc.stringMatching(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/);

test.each(['payments', 'a', 'a-1', 'x'.repeat(40)])('%s is a pool name', (name) => {
  expect(name).toMatch(poolNamePattern);
});

test.each(['', 'Payments', '1a', '-a', 'a-', 'a_b', 'a.b', 'x'.repeat(41), 'a\n', 'pay ments', 'ä'])(
  '%j is no pool name',
  (name) => {
    expect(name).not.toMatch(poolNamePattern);
  },
);

test('every name that is made of a pool name is one that Kubernetes takes', () => {
  fc.assert(
    fc.property(poolName, fc.string(), (name, trigger) => {
      const operationId = operationIdFrom(trigger);
      expect(operationId).toMatch(operationIdPattern);
      expect(configMapNameOf(name)).toMatch(dnsLabel);
      expect(recordConfigMapNameOf(name)).toMatch(dnsLabel);
      expect(canaryNameOf(name, 'cn-beijing-h', operationId)).toMatch(dnsLabel);
      expect(poolIdFrom(operationId)).toMatch(dnsLabel);
    }),
  );
});

test('the same trigger gives the same operation, another one another', () => {
  expect(operationIdFrom('1.2.abc')).toBe(operationIdFrom('1.2.abc'));
  expect(operationIdFrom('1.2.abc')).not.toBe(operationIdFrom('1.2.abd'));
});

test('the YAML for people says what the patch for machines says', () => {
  fc.assert(
    fc.property(poolName, (name) => {
      const pool = { name, configMapName: configMapNameOf(name) };
      expect(parse(workloadPatchYaml(pool)).spec.template.spec).toEqual(workloadPatch(pool));
    }),
  );
});

test('canonical JSON depends on the value alone, not on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

test('canonical JSON leaves out what is undefined, and refuses what JSON cannot hold', () => {
  expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, 1n, circle]) {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  }
});

test.each([
  ['crate', 'create'],
  ['CREATE', 'create'],
  ['lst', 'list'],
  ['statsu', 'status'],
  ['rollbck', 'rollback'],
  ['frobnicate', undefined],
  ['', undefined],
])('the word nearest to %j is %s', (typed, meant) => {
  expect(nearest(typed, ['create', 'list', 'status', 'rollback'])).toBe(meant);
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([key, member]) => [key, reversed(member)]));
}
