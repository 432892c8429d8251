import { findProgram } from './find-program.ts';

const macApps = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** What the browser tests need on Debian and Ubuntu: the browser, and fonts for the pictures. */
export const chromiumPackages = ['chromium', 'fonts-noto-cjk', 'fonts-dejavu-core'] as const;

/** The browser for the browser tests: CHROMIUM_PATH if set, else one on PATH or in the usual place of a Mac. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return findProgram([named]);
  return findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', ...macApps]);
}
