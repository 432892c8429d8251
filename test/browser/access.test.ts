import type { Locator } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readyPool } from '../support/access.ts';
import { type OpenPage, openPage } from './open-page.ts';

const database = 'rm-2zepayments';
const approvals = 'C0APPROVE1';
const platform = 'C0PLATFORM';
const allow = `/egress-pool allow payments ${database} --for 7d --reason "the payments service reads its orders"`;

let open: OpenPage;
beforeEach(async () => {
  open = await openPage();
  await readyPool(open.scenario);
});
afterEach(async () => {
  await open.close();
});

test('the form says who will be asked before it is sent, and a wrong clicker is told privately', async () => {
  const { page } = open;

  await open.type('/egress-pool allow');
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Pool' }).selectOption({ label: 'payments' });
  await form.getByRole('combobox', { name: 'Database' }).selectOption({ label: `payments-db (${database})` });
  await form.getByText('1 of @dba and 1 of @security').waitFor();
  await form.getByRole('textbox', { name: 'For how long' }).fill('7d');
  await form.getByRole('textbox', { name: 'Reason' }).fill('the payments service reads its orders');
  await open.picture('allow-form');
  await form.getByRole('textbox', { name: 'For how long' }).fill('900d');
  await form.getByRole('button', { name: 'Ask' }).click();
  await form.getByText('at most 90 days').waitFor();
  await form.getByRole('textbox', { name: 'For how long' }).fill('7d');
  await form.getByRole('button', { name: 'Ask' }).click();
  await form.getByText('Nothing is open before').waitFor();
  await close(form);

  await open.become(/^Stan/);
  await open.goTo(approvals);
  await press(open, await card(), 'Approve');
  const refusal = open.says('you are in none of these groups');
  await refusal.waitFor();
  expect(await refusal.textContent()).toContain('Only visible to you');
  await open.picture('approval-refused');
  await open.become(/^Ana/);
  await (await card()).waitFor();
  expect(await open.says('you are in none of these groups').count()).toBe(0);
  expect(ourEntries()).toEqual([]);
});

test('what was denied with a reason is asked for again, approved by two people, applied, extended and revoked', async () => {
  const { page } = open;
  await open.type(allow);
  await open.become(/^David/);
  await open.goTo(approvals);
  await (await card()).getByRole('button', { name: 'Deny' }).click();
  const why = page.getByRole('dialog', { name: 'Deny' });
  await why.getByRole('textbox', { name: 'Why' }).fill('use the read-only replica for reports');
  await why.getByRole('button', { name: 'Deny' }).click();
  await close(page.getByRole('dialog', { name: 'egress-pool' }));
  await open.says('denied by').getByText('use the read-only replica').waitFor();
  expect(ourEntries()).toEqual([]);

  await open.become(/^Ana/);
  await open.goTo(platform);
  await open.type(allow);
  await open.become(/^David/);
  await open.goTo(approvals);
  await press(open, await card(), 'Approve');
  await open.says(/approved so far/i).waitFor();
  expect(ourEntries()).toEqual([]);
  await open.become(/^Sara/);
  await press(open, await card(), 'Approve');
  await open.says('applied by').waitFor();
  const ranges = ourEntries();
  expect(ranges).toHaveLength(2);
  for (const range of ranges) expect(await open.says('applied by').textContent()).toContain(range);
  await open.picture('access-open');

  await open.become(/^Ana/);
  await open.goTo('home');
  await page.locator('.home').getByText('active').waitFor();
  await open.picture('home');
  await open.goTo(platform);
  const grantId = await grantShown();
  await open.type(`/egress-pool extend ${grantId} --for 7d`);
  await open.says('Asked for more time').waitFor();
  await open.become(/^David/);
  await open.goTo(approvals);
  await press(open, await card('Longer database access'), 'Approve');
  await open.become(/^Sara/);
  await press(open, await card('Longer database access'), 'Approve');
  await open.says(/Longer database access.*open until/).waitFor();
  await open.says(/: applied by.*has changed it since/).waitFor();

  await open.become(/^Ana/);
  await open.goTo(platform);
  await open.type(`/egress-pool revoke payments ${database}`);
  await open.says('may survive').waitFor();
  await expect.poll(ourEntries, { timeout: 20_000 }).toEqual(['127.0.0.1']);
  await open.says(/Longer database access.*ended/).waitFor({ timeout: 40_000 });
  await open.picture('revoked');
});

/** The newest card that still has its buttons. */
async function card(kind = 'Database access'): Promise<Locator> {
  const { page } = open;
  const found = page
    .locator('article', { hasText: kind })
    .filter({ has: page.getByRole('button', { name: 'Approve' }) });
  await found.last().waitFor();
  return found.last();
}

async function press({ page }: OpenPage, message: Locator, button: string): Promise<void> {
  await message.getByRole('button', { name: button }).click();
  await page
    .getByRole('dialog', { name: `${button}?` })
    .getByRole('button', { name: button })
    .click();
}

async function close(form: Locator): Promise<void> {
  await form.locator('footer').getByRole('button', { name: 'Close' }).click();
  await form.waitFor({ state: 'hidden' });
}

async function grantShown(): Promise<string> {
  await open.type('/egress-pool grants payments');
  const list = open.says(/grant-[a-z0-9]+/);
  await list.waitFor();
  return /grant-[a-z0-9]{12}/.exec((await list.textContent()) ?? '')?.[0] ?? '';
}

/** Of our group in the database's whitelist, as the cloud has it. */
function ourEntries(): string[] {
  const { groups } = open.scenario.world.alicloud.databases.get(database);
  return groups.filter(({ name }) => name.startsWith('ep_')).flatMap(({ entries }) => entries);
}
