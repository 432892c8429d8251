import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.ts';
import { type ScenarioOptions, startScenario } from '../support/scenario.ts';

export type OpenPage = Awaited<ReturnType<typeof openPage>>;

/** The emulated world, the service, and Chromium on the Slack page as Ana, with nothing said yet. */
export async function openPage(options: ScenarioOptions = {}) {
  const scenario = await startScenario({ knowsClouds: true, ...options });
  scenario.world.slack.state.ephemerals.splice(0);
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  page.on('pageerror', (err) => problems.push(String(err)));
  await page.goto(`${scenario.world.slack.url}/?as=U01ANA&channel=C0PLATFORM`);
  return {
    scenario,
    page,
    thread: page.getByRole('complementary', { name: 'Thread' }),
    message: page.getByRole('textbox', { name: /^Message/ }),
    async type(text: string) {
      await this.message.fill(text);
      await this.message.press('Enter');
    },
    /** Another conversation, or `home`, the app's Home tab. */
    async goTo(place: string) {
      await page.locator(`[data-place="${place}"]`).click();
    },
    /** The newest message that says this; `private` ones only the present person sees. */
    says: (words: string | RegExp) => page.locator('article', { hasText: words }).last(),
    /** Opens the newest thread of the channel. */
    async openThread() {
      await page
        .getByRole('button', { name: /repl(y|ies)/ })
        .last()
        .click();
    },
    async become(person: RegExp) {
      const choice = page.getByRole('combobox', { name: 'You are' });
      const label = await choice.getByRole('option', { name: person }).textContent();
      await choice.selectOption({ label: label ?? '' });
    },
    picture: (name: string) => takePicture(page, name),
    /** Fails when the page's own script did. */
    async close() {
      await browser.close();
      await scenario.close();
      if (problems.length > 0) throw new Error(`the page failed: ${problems.join('; ')}`);
    },
  };
}

function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium on PATH; set CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
}

/** For the docs; taken only when asked for, since pictures differ a little at every run. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_PICTURES !== '1') return;
  mkdirSync('docs/pictures', { recursive: true });
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `docs/pictures/${name}.png`, animations: 'disabled' });
}
