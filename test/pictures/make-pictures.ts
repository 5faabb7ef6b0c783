import path from 'node:path';

import { InternalError } from '../../src/errors.ts';
import { openBrowser } from '../support/browser.ts';
import { commentPage } from './comment-page.ts';
import { reviewOfAStory } from './story.ts';

/** The pictures of the README, made anew by `npm run pictures`. */
const { comment, report } = await reviewOfAStory();
const browser = await openBrowser();

const { page } = await browser.open(commentPage(comment), {
  viewport: { width: 1000, height: 700 },
  deviceScaleFactor: 1.5,
});
await page.waitForSelector('body[data-state]', { state: 'attached' });
const state = await page.locator('body').getAttribute('data-state');
if (state !== 'drawn') throw new InternalError(`mermaid: ${state}`);
await page.locator('article').screenshot({ path: place('comment') });

const { page: reportPage } = await browser.open(report, {
  viewport: { width: 1280, height: 600 },
  deviceScaleFactor: 1.5,
});
await reportPage.locator('details.change', { hasText: 'crm-to-staging' }).locator('summary').first().click();
await reportPage.evaluate('scrollTo(0, 0)');
await reportPage.screenshot({ path: place('report'), fullPage: true });
await browser.close();

function place(name: string): string {
  return path.join(import.meta.dirname, `${name}.png`);
}
