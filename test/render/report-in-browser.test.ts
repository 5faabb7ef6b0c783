import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineGraph } from '../../src/model/pipeline-graph.ts';
import type { Change, Plan } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { planGraph } from '../../src/render/graph/from-plan.ts';
import { renderSvg } from '../../src/render/graph/svg.ts';
import { renderGraphPage } from '../../src/render/html/graph-page.ts';
import { renderHtml } from '../../src/render/html/html.ts';
import { aCreate, aDelete, anUpdate, aPlan, aPlannedConnection, aPlannedSource, aReviewManner } from '../builders.ts';
import { type OpenBrowser, openBrowser, skipWithoutBrowser } from '../support/browser.ts';
import { hostileNames } from '../support/hostile-names.ts';

const destination = resourceKey('destination', 'lake');
const shop = aPlannedSource({ name: 'shop' });
const orders = aPlannedConnection({ name: 'orders', source: shop.key, destination });

function planOf(changes: readonly Change[]): Plan {
  return aPlan({
    summary: { ...aPlan().summary, create: 1, update: 1, delete: 1 },
    changes,
    base: {
      ref: 'main',
      commit: 'c'.repeat(40),
      counts: { 'change-set': 0, both: 0, drift: 1, 'not-yet-applied': 0 },
      limits: { changePercent: 30, deletePercent: 10, minObjects: 10 },
    },
  });
}

const plan = planOf([aCreate(shop), anUpdate(orders, ['prefix'], { causes: ['drift'] }), aDelete('connection', 'old')]);

function reportOf(...plans: readonly Plan[]): string {
  return renderHtml({ plans: plans.map((one) => ({ environment: 'test', plan: one })), warnings: [] }, aReviewManner());
}

function paintOf(locator: Locator, property: string): Promise<string> {
  return locator.evaluate((element, name) => element.computedStyleMap().get(name)?.toString() ?? '', property);
}

describe.skipIf(skipWithoutBrowser('the report in a browser'))('the report in a browser', () => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** What a reader sees of the list of changes. */
  const openReport = async (html: string, options: Parameters<OpenBrowser['open']>[1] = {}) => {
    const opened = await browser.open(html, options);
    const shown = () => opened.page.locator('details.change:visible summary .key').allTextContents();
    /** How large the picture is drawn, and where in its frame. */
    const seen = () =>
      opened.page
        .locator('figure')
        .first()
        .evaluate((figure) => {
          const [frame, svg] = [figure.querySelector('.frame'), figure.querySelector('svg')];
          const [outer, inner] = [frame?.getBoundingClientRect(), svg?.getBoundingClientRect()];
          if (!outer || !inner) throw new Error('there is no picture');
          const scale = inner.width / Number(svg?.getAttribute('width'));
          return { scale, left: Math.round(inner.left - outer.left), top: Math.round(inner.top - outer.top) };
        });
    return { ...opened, shown, seen };
  };

  test('filters by action, kind and cause, and by words', async () => {
    const { page, shown, complaints } = await openReport(reportOf(plan));
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

  test('boxes of what is filtered away turn pale, and so does what hangs on nothing else', async () => {
    const { page } = await openReport(reportOf(plan));
    const pale = async () => page.locator('.node.pale .name').allTextContents();
    expect(await pale()).toEqual([]);

    await page.getByLabel('connection', { exact: true }).uncheck();
    expect(await pale()).toEqual(['~ orders', '- old', 'lake']);
    await page.getByLabel('connection', { exact: true }).check();
    expect(await pale()).toEqual([]);
  });

  test('a click on a box opens its change and puts the focus there, hidden or not; a drag does not', async () => {
    const { page, shown, seen, complaints } = await openReport(reportOf(plan, plan));
    const box = page.getByRole('link', { name: '~ orders' }).nth(1);
    await page.getByLabel('~ update').uncheck();
    await box.click();
    const focused = page.locator('summary:focus');

    expect(await focused.textContent()).toContain('connection/orders');
    expect(await focused.locator('..').getAttribute('id')).toBe('p1-c1');
    expect(await page.locator('details.change[open]').count()).toBe(1);
    expect(await shown()).toContain('connection/orders');

    await page.evaluate('scrollTo(0, 0)');
    const before = await seen();
    const first = page.getByRole('link', { name: '+ shop' }).first();
    const at = await first.boundingBox();
    if (at === null) throw new Error('the box is not there');
    await page.mouse.move(at.x + 20, at.y + 20);
    await page.mouse.down();
    await page.mouse.move(at.x + 70, at.y + 50, { steps: 3 });
    await page.mouse.up();
    expect(await seen()).toEqual({ ...before, left: before.left + 50, top: before.top + 30 });
    expect(await page.locator('details.change[open]').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('keys and buttons move the picture and change its size, and boxes are reached without a mouse', async () => {
    const { page, seen } = await openReport(reportOf(plan));
    const start = await seen();
    await page.locator('.frame').focus();
    await page.keyboard.press('+');
    const larger = await seen();
    expect(larger.scale).toBeCloseTo(start.scale * 1.3);
    await page.keyboard.press('ArrowLeft');
    expect((await seen()).left).toBe(larger.left + 80);
    await page.getByRole('button', { name: 'Smaller' }).click();
    expect((await seen()).scale).toBeCloseTo(start.scale);
    await page.getByRole('button', { name: 'Show all' }).click();
    const all = await seen();
    expect(all.scale).toBeLessThanOrEqual(1);
    expect(all.left).toBeGreaterThanOrEqual(0);

    await page.locator('.frame').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('summary:focus').textContent()).toContain('source/shop');
  });

  test('the wheel scrolls the page, and with Ctrl it changes the size', async () => {
    const { page, seen } = await openReport(reportOf(plan));
    const start = await seen();
    await page.locator('.frame').hover();
    await page.mouse.wheel(0, -100);
    expect(await seen()).toEqual(start);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    expect((await seen()).scale).toBeGreaterThan(start.scale);
  });

  test('on a telephone nothing is wider than the page, and the picture begins at its left', async () => {
    const { page, seen } = await openReport(reportOf(plan), { viewport: { width: 400, height: 800 } });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    expect((await seen()).left).toBeLessThanOrEqual(1);
    expect((await seen()).scale).toBeCloseTo(0.7);
  });

  test('dark for who prefers it, page and picture', async () => {
    const groundOf = async (colorScheme: 'light' | 'dark') => {
      const { page } = await openReport(reportOf(plan), { colorScheme });
      const name = page.locator('.node.create .name');
      return [await paintOf(page.locator('body'), 'background-color'), await paintOf(name, 'fill')];
    };

    expect(await groundOf('light')).toEqual(['rgb(255, 255, 255)', 'rgb(26, 127, 55)']);
    expect(await groundOf('dark')).toEqual(['rgb(13, 17, 23)', 'rgb(63, 185, 80)']);
  });

  test('without scripts everything is there, and boxes lead to their changes', async () => {
    const { page, shown } = await openReport(reportOf(plan), { javaScriptEnabled: false });

    expect(await shown()).toHaveLength(3);
    await page.getByRole('link', { name: '~ orders' }).click();
    expect(page.url()).toMatch(/#p0-c1$/);
  });

  test('the page of a graph has an entry for each box', async () => {
    const graph: PipelineGraph = planGraph(plan);
    const nodes = graph.nodes.map((node) =>
      node.kind === 'connection' ? { ...node, lastJob: 'failed' as const } : node,
    );
    const html = renderGraphPage({ graph: { ...graph, nodes }, environment: 'test', notes: ['a note'] });
    const { page, shown, complaints } = await openReport(html);

    await page.getByRole('checkbox', { name: 'last job failed' }).uncheck();
    expect(await shown()).toEqual(['source/shop', 'destination/lake']);
    await page.getByRole('link', { name: 'lake' }).click();
    expect(await page.locator('details[open]').textContent()).toContain('← connection/orders');
    expect(complaints).toEqual([]);
  });

  /** What a browser acts on. */
  const acting = /[<>&"']|javascript:/;

  test('hostile names run nothing, load nothing, and stand there as text', async () => {
    const changes = hostileNames
      .filter((name) => acting.test(name))
      .flatMap((name) => {
        const source = aPlannedSource({ name, key: resourceKey('source', name) });
        const connection = { name, key: resourceKey('connection', name), source: source.key, destination };
        return [aCreate(source), anUpdate(aPlannedConnection(connection), ['prefix'], { notes: [name] })];
      });
    const named = planOf(changes);
    const report = await openReport(reportOf(named));
    const graph = await openReport(
      renderGraphPage({ graph: planGraph(named), environment: '<script>alert(1)</script>', notes: [] }),
    );
    // A browser reads a lone picture by the rules of XML.
    const picture = await browser.open(renderSvg(planGraph(named)), {}, 'svg');

    expect(await report.shown()).toContain('source/<script>alert(1)</script>');
    expect(await graph.page.locator('.node').count()).toBe(changes.length + 1);
    expect(await picture.page.locator('.node').count()).toBe(changes.length + 1);
    expect([report, graph, picture].flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
