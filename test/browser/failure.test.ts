import { afterEach, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';

let open: OpenPage;
afterEach(async () => {
  await open.close();
});

const create = '/egress-pool create payments --pods 40 --cluster prod --zones cn-beijing-h,cn-beijing-g';

test('after a failing canary the thread says why, and Retry finishes the pool once the cause is gone', async () => {
  open = await failedCanary();
  const { thread, scenario } = open;
  expect(await thread.textContent()).toContain('could not be pulled');
  await thread.getByRole('button', { name: 'Retry' }).scrollIntoViewIfNeeded();
  await open.picture('create-failed');

  scenario.world.kubernetes.settings.failingImages = [];
  await thread.getByRole('button', { name: 'Retry' }).click();

  await thread.getByText('is ready').first().waitFor();
  expect(await thread.getByRole('button', { name: 'Retry' }).count()).toBe(0);
});

test('Roll back asks first, then removes everything in reverse', async () => {
  open = await failedCanary();
  const { page, thread, scenario } = open;

  await thread.getByRole('button', { name: 'Roll back' }).click();
  const question = page.getByRole('dialog', { name: 'Roll back?' });
  await question.getByRole('button', { name: 'Keep it' }).click();
  expect(scenario.leftovers('payments')).not.toEqual([]);
  await thread.getByRole('button', { name: 'Roll back' }).click();
  await question.getByRole('button', { name: 'Roll back' }).click();

  await thread.getByText('rolled back').first().waitFor();
  expect(scenario.leftovers('payments')).toEqual([]);
  expect(await thread.getByRole('button', { name: 'Roll back' }).count()).toBe(0);
});

test('somebody without rights who presses a button is told privately, and nothing happens', async () => {
  open = await failedCanary();
  const { page, thread } = open;

  await open.become(/^Stan/);
  await open.openThread();
  await thread.getByRole('button', { name: 'Retry' }).click();

  await page.locator('article', { hasText: 'Only visible to you' }).first().waitFor();
  expect(await thread.getByRole('button', { name: 'Retry' }).count()).toBe(1);
});

async function failedCanary(): Promise<OpenPage> {
  const prepare: Parameters<typeof openPage>[0] = {
    prepare: ({ kubernetes }) => {
      kubernetes.settings.failingImages = ['netcheck'];
    },
  };
  const opened = await openPage(prepare);
  await opened.type(create);
  await opened.openThread();
  await opened.thread.getByRole('button', { name: 'Retry' }).waitFor();
  return opened;
}
