import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/render/html/html.ts';
import { aCreate, aDelete, anUpdate, aPlan, aPlannedConnection, aPlannedSource, aReviewManner } from '../builders.ts';
import { type OpenBrowser, openBrowser, skipWithoutBrowser } from '../support/browser.ts';

const plan = aPlan({
  summary: { ...aPlan().summary, create: 1, update: 1, delete: 1 },
  changes: [
    aCreate(aPlannedSource({ name: 'shop' })),
    anUpdate(aPlannedConnection({ name: 'orders' }), ['prefix'], { causes: ['drift'] }),
    aDelete('connection', 'old'),
  ],
  base: {
    ref: 'main',
    commit: 'c'.repeat(40),
    counts: { 'change-set': 0, both: 0, drift: 1, 'not-yet-applied': 0 },
    limits: { changePercent: 30, deletePercent: 10, minObjects: 10 },
  },
});
const report = renderHtml({ plans: [{ environment: 'test', plan }], warnings: [] }, aReviewManner());

describe.skipIf(skipWithoutBrowser('the report in a browser'))('the report in a browser', () => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** What a reader sees of the list of changes. */
  const shownIn = async (html: string) => {
    const opened = await browser.open(html);
    const shown = () => opened.page.locator('details.change:visible .key').allTextContents();
    return { ...opened, shown };
  };

  test('filters by action, kind and cause, and by words', async () => {
    const { page, shown, complaints } = await shownIn(report);
    expect(await shown()).toEqual(['source/shop', 'connection/orders', 'connection/old']);

    await page.getByLabel('+ create').uncheck();
    expect(await shown()).toEqual(['connection/orders', 'connection/old']);
    await page.getByLabel('no cause').uncheck();
    expect(await shown()).toEqual(['connection/orders']);
    await page.getByLabel('+ create').check();
    await page.getByLabel('no cause').check();
    await page.keyboard.press('/');
    await page.keyboard.type('SHOP');
    expect(await shown()).toEqual(['source/shop']);
    expect(await page.getByRole('status').textContent()).toBe('1 of 3 shown');
    expect(complaints).toEqual([]);
  });
});
