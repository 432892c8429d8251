import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type Scenario, startScenario } from '../../support/scenario.ts';
import { smallPool } from './capacity-scene.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const deployed = (path: string) => readFileSync(new URL(`../../../deploy/${path}`, import.meta.url), 'utf8');

/** PromQL without strings, and of what is left the words that have an underscore and are no label and no function. */
function metricsIn(expression: string): string[] {
  const words = expression.replace(/"[^"]*"|\{\{.*?\}\}/g, '').match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  return words.filter((word) => !/^(histogram_quantile|label_values)$/.test(word));
}

function usedMetrics(): string[] {
  const rules = deployed('prometheus/egress-pool.rules.yaml');
  const inRules = rules.split('\n').filter((line) => /expr:|^ {10}(max|and)/.test(line));
  const dashboard = deployed('grafana/egress-pool.json');
  const inDashboard = [...dashboard.matchAll(/"(?:expr|query)": ("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) =>
    JSON.parse(text),
  );
  return [...new Set([...inRules, ...inDashboard].flatMap(metricsIn))].sort();
}

test('every metric of the alert rules and the dashboard is one that a running service shows', async () => {
  scenario = await startScenario({ file: { capacity: { every: '60s' } } });
  await (await smallPool(scenario)).untilUsed(2);
  const read = async () => (await fetch(`${scenario.url()}/metrics`)).text();
  await expect.poll(read, { timeout: 10_000 }).toMatch(/^pool_zone_free_addresses\{/m);
  const text = await read();

  const shown = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  );
  const used = usedMetrics();
  expect(used.length).toBeGreaterThan(25);
  expect(used.filter((name) => !shown.includes(name))).toEqual([]);
});

test('a pool, its zones and its vSwitches show their numbers, both roles of a process together', async () => {
  scenario = await startScenario({ file: { capacity: { every: '60s' } } });
  const { pool, untilUsed } = await smallPool(scenario);
  await untilUsed(2);
  const read = async () => (await fetch(`${scenario.url()}/metrics`)).text();
  const zone = '{pool="payments",cluster="prod",zone="cn-beijing-h"}';
  await expect.poll(read, { timeout: 10_000 }).toContain(`pool_zone_used_addresses${zone} 2`);
  const text = await read();

  const [vSwitch] = pool.vSwitches;
  expect(text).toContain(`pool_zone_usable_addresses${zone} 12`);
  expect(text).toContain(
    `pool_vswitch_usable_addresses{pool="payments",cluster="prod",zone="cn-beijing-h",vswitch="${vSwitch?.vSwitchId}"} 12`,
  );
  expect(text).toContain('pool_unscheduled_pods{pool="payments",cluster="prod"} 0');
  expect(text).toMatch(/^cloud_calls_total\{action="vpc:DescribeVSwitches",code="ok"\} \d+/m);
  expect(text).toMatch(/^slack_calls_total\{method="chat.postMessage",code="ok"\} \d+/m);
  expect(text).toMatch(/^queue_jobs\{queue="operations",state="delayed"\} \d+/m);
  expect(text).toMatch(/^job_duration_seconds_count\{queue="operations",kind="capacity",outcome="later"\} \d+/m);
  expect(text).toMatch(/^limiter_wait_seconds_count\{budget="vpc:DescribeVSwitches"\} \d+/m);
});
