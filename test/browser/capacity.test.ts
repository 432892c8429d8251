import { afterEach, expect, test } from 'vitest';
import { smallPool } from '../integration/capacity/capacity-scene.ts';
import { type OpenPage, openPage } from './open-page.ts';

let open: OpenPage;
afterEach(async () => {
  await open.close();
});

test('a pool fills up, its alert shows a chart, and its owner has it planned larger from there', async () => {
  open = await openPage({ file: { capacity: { every: '60s', sustain: '2m' } } });
  const { page } = open;
  const { run, untilUsed, untilAlert } = await smallPool(open.scenario);
  for (const pods of [3, 5, 7, 8]) {
    run(pods);
    await untilUsed(pods + 2);
  }
  await untilAlert({ state: 'open' });

  await open.goTo('C0CAPACITY');
  const alert = open.says('is getting full');
  const chart = alert.getByRole('img', { name: 'Pods with an address in pool payments' });
  await chart.waitFor();
  await expect.poll(async () => (await chart.boundingBox())?.height ?? 0).toBeGreaterThan(50);
  await open.picture('capacity-alert');
  await alert.getByRole('button', { name: 'Show pods' }).click();
  await page.getByRole('dialog').getByText('payments/payments').waitFor();
  await page.getByRole('dialog').locator('footer').getByRole('button', { name: 'Close' }).click();

  await alert.getByRole('button', { name: 'Resize' }).click();
  const form = page.getByRole('dialog', { name: 'Resize a pool' });
  await form.getByRole('textbox', { name: 'Pods' }).fill('20');
  await open.picture('resize-form');
  await form.getByRole('button', { name: 'Go' }).click();
  await page.getByRole('dialog').getByText('Planning the resize').waitFor();
  await page.getByRole('dialog').locator('footer').getByRole('button', { name: 'Close' }).click();
  await open.openThread();
  await open.thread.getByText('20 pods instead of 4').waitFor();
  await open.thread.getByRole('button', { name: 'Resize as planned' }).waitFor();
  await open.picture('resize-plan');

  await open.goTo('home');
  await page.locator('.home').getByText('Pools that run out of room').waitFor();
  await open.goTo('C0PLATFORM');
  await open.type('/egress-pool capacity payments');
  await open.says('kept warm by').waitFor();
});
