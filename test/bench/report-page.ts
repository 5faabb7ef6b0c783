import { renderHtml } from '../../src/render/html/html.ts';
import { aReviewManner } from '../builders.ts';
import { openBrowser, skipWithoutBrowser } from '../support/browser.ts';
import { randomPlan } from '../support/random-plans.ts';
import { cpuMs, inTurn, median, report } from './tools.ts';

const size = { changes: 2000, leastChanges: 2000, fields: 8 };

/** The page of a plan of 2,000 changes: made here, and opened in a browser until its script has counted them. */
export async function benchReportPage(): Promise<void> {
  const plan = randomPlan(7, size);
  const review = { plans: [{ environment: plan.environment, plan }], warnings: [] };
  const page = renderHtml(review, aReviewManner());
  const rendered = cpuMs(() => renderHtml(review, aReviewManner()));
  report('making the page of 2,000 changes, seconds', rendered / 1000, '');
  if (skipWithoutBrowser('opening that page')) return;
  const browser = await openBrowser();
  const opened = await inTurn(5, async () => {
    const startMs = performance.now();
    const { page: tab } = await browser.open(page);
    await tab.locator('output', { hasText: '2000 of 2000 shown' }).waitFor();
    const tookMs = performance.now() - startMs;
    await tab.context().close();
    return tookMs;
  });
  report('opening that page in a browser, seconds', median(opened) / 1000, '≤ 2');
  await browser.close();
}
