import { afterEach, expect, test } from 'vitest';
import type { View } from '../../../emulators/slack/state.ts';
import {
  accessRequestChange,
  grantChange,
  liveGrantIndex,
  openRequestIndex,
} from '../../../src/store/access-records.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { accessRequestDocument, grantDocument } from '../../support/access-documents.ts';
import { cardsOf } from '../../support/cards.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const timeoutMs = 15_000;
let scenario: Scenario;
afterEach(() => scenario.close());

async function homeOf(who: string, words: string): Promise<View> {
  const { slack } = scenario.world;
  await slack.as(who).openHome();
  return slack.waitFor(
    ({ homes }) => {
      const view = homes.get(who);
      return view && JSON.stringify(view.content).includes(words) ? view : undefined;
    },
    { timeoutMs, what: `"${words}" in the home tab of ${who}` },
  );
}

test('the home tab says when there is nothing, and stays within its limits when there is a lot', async () => {
  scenario = await startScenario();
  const empty = await homeOf(people.ana, 'Nothing waits for your decision');
  expect(JSON.stringify(empty.content)).toContain('You have asked for nothing');

  for (let index = 0; index < 30; index += 1) {
    const suffix = `aaaaaaaaaa${String(index).padStart(2, '0')}`;
    const request = accessRequestDocument({ id: `req-${suffix}`, grantId: `grant-${suffix}`, expiresAtMs: 9e12 });
    const grant = grantDocument({ id: `grant-${suffix}`, state: 'active', instanceName: 'x'.repeat(200) });
    await scenario.store.commit({
      records: [accessRequestChange(request, { absent: true }), grantChange(grant, { absent: true })],
      addTo: [
        { index: openRequestIndex, id: request.id, atMs: index },
        { index: liveGrantIndex, id: grant.id, atMs: index },
      ],
    });
  }
  const full = await homeOf(people.ana, 'and 20 more');
  expect(JSON.stringify(full.content).match(/and 20 more/g)).toHaveLength(2);
});

test('who asked for a grant sees how long it lasts and ends it from the home tab', async () => {
  scenario = await startScenario({ file: { approvals } });
  const access = accessOn(scenario);
  const asked = await access.ask(await readyPool(scenario));
  expect(JSON.stringify((await homeOf(people.ana, asked.id)).content)).toContain('*pending*');
  await access.approve(asked.id);
  const grant = await access.applied(asked.id);
  const view = await homeOf(people.ana, grant.id);
  expect(JSON.stringify(view.content)).toMatch(/until .* left\)/);

  await scenario.world.slack.as(people.ana).click({ viewId: view.id, actionId: 'grant_end_early', value: grant.id });

  await cardsOf(scenario).direct(people.ana, 'is being closed');
  await access.untilGrant(grant.id, 'ended');
  await homeOf(people.ana, 'None.');
  expect(scenario.world.alicloud.databases.entries(grant.instanceId, grant.groupName)).toEqual(['127.0.0.1']);
});
