import { adoptScenario } from './adopt-scenario.ts';
import { createScenario, rollBackScenario, verifyScenario } from './create-scenarios.ts';
import { deleteScenario } from './delete-scenario.ts';
import { applyScenario, expireScenario, extendScenario, revokeScenario } from './grant-scenarios.ts';
import { leftOverScenario } from './left-over-scenario.ts';
import { namespacesScenario } from './namespaces-scenario.ts';
import { newPoolScenario } from './new-pool-scenario.ts';
import { repairScenario } from './repair-scenario.ts';
import { growScenario, shrinkScenario } from './resize-scenarios.ts';
import type { Scenario } from './scenario.ts';

/** All scenarios by the short name that stands in a fault point. */
export const scenarios = {
  'one-zone': createScenario(['cn-beijing-h']),
  'two-zones': createScenario(['cn-beijing-h', 'cn-beijing-g']),
  'roll-back': rollBackScenario,
  verify: verifyScenario,
  'new-pool': newPoolScenario,
  delete: deleteScenario,
  adopt: adoptScenario,
  repair: repairScenario,
  apply: applyScenario,
  revoke: revokeScenario,
  extend: extendScenario,
  expire: expireScenario,
  namespaces: namespacesScenario,
  'left-over': leftOverScenario,
  grow: growScenario,
  shrink: shrinkScenario,
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
