import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { resourceKey } from '../../src/model/resource.ts';
import { budgets } from '../../src/render/markdown/budget.ts';
import { anUpdate, aPlan, aPlannedConnection } from '../builders.ts';
import { type OpenBrowser, openBrowser, skipWithoutBrowser } from '../support/browser.ts';
import { markdownOf } from '../support/budget-law.ts';
import { hostileNames } from '../support/hostile-names.ts';
import { mermaidScript } from '../support/mermaid.ts';

/** As many connections as a picture shows. */
const inOnePicture = 30;

/** The mermaid of a comment on a plan with one connection of each name, between ends that are named by the first two. */
function pictureOf(names: readonly string[]): string {
  const [source = '', destination = ''] = names;
  const ends = { source: resourceKey('source', source), destination: resourceKey('destination', destination) };
  const changes = names.map((name, index) =>
    anUpdate(aPlannedConnection({ name, key: resourceKey('connection', `${index}`), ...ends }), ['prefix']),
  );
  const [, picture = ''] =
    /^`{3}mermaid\n([\s\S]*?)\n`{3}$/m.exec(markdownOf(aPlan({ changes }), budgets.gitlab)) ?? [];
  return picture;
}

/** Draws it as hosts do, and tells what became of it. */
const draw = `async (pictures) => {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  const drawn = [];
  for (const [index, picture] of pictures.entries()) {
    document.body.innerHTML = (await mermaid.render('picture' + index, picture)).svg;
    const count = (selector) => document.body.querySelectorAll(selector).length;
    drawn.push({ nodes: count('g.node'), edges: count('path.flowchart-link'), foreign: count('a, script, img, iframe, form, input, b, i, em, strong, code') });
  }
  return drawn;
}`;

describe.skipIf(skipWithoutBrowser('pictures by mermaid itself'))('mermaid itself', () => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test('draws every hostile name, and none becomes more than a label', async () => {
    const groups = Array.from({ length: Math.ceil(hostileNames.length / inOnePicture) }, (_, index) =>
      hostileNames.slice(index * inOnePicture, (index + 1) * inOnePicture),
    );
    const { page, complaints } = await browser.open(`<!DOCTYPE html>${mermaidScript()}<body></body>`);

    const drawn = await page.evaluate(`(${draw})(${JSON.stringify(groups.map(pictureOf))})`);

    expect(drawn).toEqual(groups.map(({ length }) => ({ nodes: length + 2, edges: 2 * length, foreign: 0 })));
    expect(complaints).toEqual([]);
  });
});
