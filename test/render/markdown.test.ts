import { expect, test } from 'vitest';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { Effect, Plan } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { budgets, unlimited } from '../../src/render/markdown/budget.ts';
import { renderMarkdown } from '../../src/render/markdown/markdown.ts';
import { code, prose } from '../../src/render/markdown/words.ts';
import { aCreate, aDelete, anUpdate, aPlan, aPlannedConnection, aPlannedSource, aReviewManner } from '../builders.ts';
import { expectWholeMarkdown, expectWithinBudget, markdownOf, someBudgets } from '../support/budget-law.ts';
import { randomPlan } from '../support/random-plans.ts';

const loss: Effect = {
  rule: 'cursor-changed',
  weight: 'loses',
  path: ['streams', 'orders'],
  text: 'rows may be missed',
};

function updates(count: number): Plan {
  const changes = Array.from({ length: count }, (_, index) => {
    const fields = [{ path: ['configuration', 'host'], before: `old-${index}`, after: `new-${index}` }];
    return anUpdate(aPlannedSource({ name: `shop-${index}` }), [], { fields });
  });
  return aPlan({ changes, summary: { ...aPlan().summary, update: count } });
}

test('the box names what is deleted, replaced, cleared and lost, why, and what it takes', () => {
  const plan = aPlan({
    changes: [
      anUpdate(aPlannedConnection({ name: 'a' }), ['streams.orders'], { effects: [loss] }),
      anUpdate(aPlannedConnection({ name: 'b' }), ['streams.orders'], { effects: [loss] }),
      aDelete('source', 'old', { reason: 'moved', askedFor: 'delete' }),
      aDelete('source', 'pruned'),
      aDelete('source', 'kept', { isProtected: true }),
    ],
  });

  expect(markdownOf(plan, unlimited).split('\n\n')[2]).toMatchInlineSnapshot(`
    "> [!CAUTION]
    > - **Deletes** 3: \`source/old\`, \`source/pruned\`, \`source/kept\` (1 protected: apply refuses; takes \`--allow delete\`)
    >   - \`source/old\`: reason: moved
    > - **Loses data or state of** 2: \`connection/a\`, \`connection/b\`
    >   - rows may be missed"
  `);
});

test('an ordinary plan says that nothing of the kind happens, and one without changes says nothing', () => {
  expect(markdownOf(updates(1), unlimited)).toContain('Nothing is deleted, replaced, cleared or read again.');
  expect(markdownOf(aPlan(), unlimited)).toMatchInlineSnapshot(`
    "## Plan for \`test\`: no changes

    Workspace \`default\` on \`http://airbyte.test\`: 0 unchanged, 0 unmanaged.

    Plan digest \`3e52b7615f9f\`"
  `);
});

test('a diff shows what stays around what changes, until there is no room for it', () => {
  const configuration = { a: 1, b: 2, c: 3, d: 4, host: 'new', z: 9 };
  const fields = [{ path: ['configuration', 'host'], before: 'old', after: 'new' }];
  const plan = aPlan({ changes: [anUpdate(aPlannedSource({ configuration }), [], { fields })] });
  const whole = markdownOf(plan, unlimited);
  const diffOf = (text: string) => /```diff\n([\s\S]*?)\n```/.exec(text)?.[1];

  expect(diffOf(whole)).toMatchInlineSnapshot(`
    "  …
      configuration.b: 2
      configuration.c: 3
      configuration.d: 4
    - configuration.host: old
    + configuration.host: new
      configuration.z: 9"
  `);
  expect(diffOf(markdownOf(plan, { ...unlimited, characters: whole.length - 1 }))).toMatchInlineSnapshot(`
    "- configuration.host: old
    + configuration.host: new"
  `);
});

test('with less room there is less detail: diffs of what loses stay longest, then lines, then counts', () => {
  const { changes, summary } = updates(60);
  const losing = anUpdate(aPlannedConnection({ name: 'last' }), ['streams.orders'], { effects: [loss] });
  const plan = aPlan({ changes: [...changes, losing], summary });
  const some = markdownOf(plan, { ...unlimited, characters: 8000 });
  const few = markdownOf(plan, { ...unlimited, characters: 3000 });

  expect(some).toContain('! → rows may be missed');
  expect(some).toMatch(/\d+ of 61 diffs are left out to fit in here; `airplan show` has them all\./);
  expect(some.match(/^\| `~` update/gm)?.length).toBe(61);
  expect(few).toContain('| sources | 0 | 60 | 0 | 0 |');
  expect(few).toContain('> - **Loses data or state of** `connection/last`');
});

test('with a base it says whose doing each change is', () => {
  const { changes, summary } = updates(2);
  const [first, second] = changes;
  const counts = { 'change-set': 1, both: 0, drift: 1, 'not-yet-applied': 0 };
  const base = {
    ref: 'main',
    commit: '1a2b3c4d5e6f',
    counts,
    limits: { changePercent: 30, deletePercent: 10, minObjects: 10 },
  };
  const caused = [
    ...(first === undefined ? [] : [{ ...first, causes: ['change-set'] as const }]),
    ...(second === undefined ? [] : [{ ...second, causes: ['drift'] as const }]),
  ];
  const text = markdownOf(aPlan({ changes: caused, summary, base }), unlimited);

  expect(text).toContain(
    'Since `main (1a2b3c4)`: 1 change from this change set, 1 edit made on the server that it would undo.',
  );
  expect(text).toContain('| change | resource | what | cause | data | file |');
  expect(text).toContain('| `configuration.host` | drift |  |');
  expect(text).toContain('```diff\n  cause: this change set\n- configuration.host: old-0');
});

test('the picture draws changed pipelines with their ends, and stops at thirty', () => {
  const ends = { source: resourceKey('source', 'shop'), destination: resourceKey('destination', 'lake') };
  const connection = (index: number) => aCreate(aPlannedConnection({ name: `c${index}`, ...ends }));
  const changes = Array.from({ length: 31 }, (_, index) => connection(index));
  const picture = (plan: Plan) =>
    markdownOf(plan, unlimited)
      .split('\n\n')
      .filter((part) => /mermaid|drawn/.test(part));

  expect(picture(aPlan({ changes: changes.slice(0, 1) }))).toMatchInlineSnapshot(`
    [
      "\`\`\`mermaid
    flowchart LR
      n0(["#43; c0"]):::create
      n1["shop"]
      n2[("lake")]
      n1 --> n0 --> n2
      classDef create fill:#dafbe1,stroke:#1a7f37,color:#1f2328
    \`\`\`",
    ]
  `);
  expect(picture(aPlan({ changes })).at(-1)).toBe('1 more pipeline is not drawn.');
  expect(markdownOf(aPlan({ changes }), budgets.bitbucket)).not.toContain('mermaid');
});

test('several environments share the budget, and one without a plan says why', () => {
  const place = { file: 'a.yaml', line: 1, column: 1, length: 1, lineText: 'x: ```' };
  const issue: Issue = { rule: 'some-rule', severity: 'error', message: 'it is wrong', place };
  const issues = Array.from({ length: 500 }, () => issue);
  const plans = [
    { environment: 'one', plan: updates(500) },
    { environment: 'two', error: new InvalidFilesError(issues) },
  ];
  const text = renderMarkdown({ plans, warnings: issues }, aReviewManner({ budget: budgets.bitbucket }));

  expect(text.length).toBeLessThanOrEqual(30_000);
  expect(text).toMatch(/^## Plan for `test`/);
  expect(text).toContain('## No plan for `two`: 500 errors\n\n````text\nerror: it is wrong');
  expect(text).toMatch(/\d+ more findings are left out to fit in here\.\n\n500 warnings about the files:/);
});

test.each([
  ['orders', '`orders`'],
  ['', '(empty)'],
  ['a|b', '`a`&#124;`b`'],
  ['`', '`` ` ``'],
  ['a``b', '```a``b```'],
  ['a\nb\u202e', '`a\\u000ab\\u202e`'],
  ['x'.repeat(200), `\`${'x'.repeat(119)}…\``],
])('code holds %j', (text, expected) => {
  expect(code(text)).toBe(expected);
});

test.each([
  ['the next sync reads it; 25,511 records, 7.9 MB (from 1.8 on)', undefined],
  ['PostgreSQL → MinIO', undefined],
  ['tell @team of #1, GH-1 and www.example.com', 'tell `@team` of `#1`, `GH-1` and `www.example.com`'],
  ['in "public.orders", deadbeef', 'in "`public.orders`", `deadbeef`'],
  ['1. one', '`1.` one'],
  ['   code', 'code'],
])('a sentence shows %j', (text, expected) => {
  expect(prose(text)).toBe(expected ?? text);
});

test('random plans keep to every budget, with verdict, box and digest', () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const plan = randomPlan(seed, { changes: 3 + (seed % 30), fields: 5 });
    const budget = someBudgets[seed % someBudgets.length] ?? unlimited;
    expectWithinBudget(plan, budget);
    if (seed % 10 === 0) expectWholeMarkdown(plan, budget);
  }
});
