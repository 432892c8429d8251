import { afterEach, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';

let open: OpenPage;
afterEach(async () => {
  await open.close();
});

const create = '/egress-pool create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

test('a typed command is followed in the thread to the summary with the YAML', async () => {
  open = await openPage({ scale: 60 });
  const { page, thread } = open;

  await open.type(create);
  await open.openThread();
  const cards = thread.locator('[data-status]');
  await expect.poll(() => thread.locator('[data-status="complete"]').count(), { timeout: 30_000 }).toBeGreaterThan(4);
  expect(await thread.locator('[data-status="in_progress"]').count()).toBeGreaterThan(0);
  await open.picture('create-under-way');

  await thread.getByText('is ready').first().waitFor();
  expect(await cards.count()).toBe(await thread.locator('[data-status="complete"]').count());
  const yaml = await thread.locator('pre').first().textContent();
  expect(yaml).toContain('terway-config: eni-config-payments');
  expect(await page.getByText('Only visible to you').count()).toBe(1);
  await thread.getByText('is ready').first().scrollIntoViewIfNeeded();
  await open.picture('create-done');
});

test('the form says at its fields what is wrong, and creates the pool once it is right', async () => {
  open = await openPage();
  const { page, thread } = open;

  await open.type('/egress-pool create');
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Payments!');
  await form.getByRole('textbox', { name: /^Pods/ }).fill('0');
  await form.getByRole('button', { name: 'Create' }).click();
  const wrong = form.locator('[aria-invalid="true"]');
  await expect.poll(() => wrong.count()).toBe(2);
  expect(await form.textContent()).toContain('is not a number of pods');
  await open.picture('create-form');

  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('payments');
  await form.getByRole('textbox', { name: /^Pods/ }).fill('40');
  await form.getByRole('button', { name: 'Create' }).click();
  await form.waitFor({ state: 'hidden' });
  await open.openThread();

  await thread.getByText('is ready').first().waitFor();
  expect(await open.scenario.leftovers('payments')).toContain('configmap eni-config-payments');
});

test('one gets through a create with the keyboard alone', async () => {
  open = await openPage();
  const { page, thread } = open;
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  await open.message.focus();
  await page.keyboard.type('/egress-pool create');
  await press('Enter');
  const form = page.getByRole('dialog');
  await form.waitFor();
  await form.getByRole('textbox', { name: 'Name', exact: true }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('keys');
  await press('Tab', 'Tab');
  await page.keyboard.type('40');
  await press('Enter');
  await form.waitFor({ state: 'hidden' });
  const replies = page.getByRole('button', { name: /repl(y|ies)/ }).last();
  await replies.waitFor();
  await tabTo(replies);
  await press('Enter');

  await thread.getByText('is ready').first().waitFor();

  async function tabTo(target: typeof replies): Promise<void> {
    for (let step = 0; step < 60; step += 1) {
      if ((await target.and(page.locator(':focus')).count()) > 0) return;
      await page.keyboard.press(step < 30 ? 'Shift+Tab' : 'Tab');
    }
    throw new Error('the replies cannot be reached with the Tab key');
  }
});

test('a stranger is refused privately, and nothing begins', async () => {
  open = await openPage();
  const { page } = open;

  await open.become(/^Stan/);
  await open.type(create);

  const answer = page.locator('article', { hasText: 'Only visible to you' });
  await answer.waitFor();
  expect(await answer.textContent()).toMatch(/may|allowed|rights/);
  await open.become(/^Ana/);
  await expect.poll(() => page.locator('article').count()).toBe(0);
  expect(open.scenario.leftovers('payments')).toEqual([]);
});
