import { expect, test } from 'vitest';
import type { Connector } from '../../src/model/connector.ts';
import { renderConnectors } from '../../src/render/connectors.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { columnsOf } from '../../src/util/visible.ts';

test('names of any kind stay in their column, within 80 of them', () => {
  const named = (name: string): Connector => ({
    kind: 'source',
    id: '11111111-1111-4111-8111-111111111111',
    name,
    dockerRepository: `acme/${name}`,
    dockerImageTag: '1.2.3',
    supportLevel: 'community',
    isCustom: name === 'Shop',
  });
  const names = [
    'Shop',
    '\u001b[2Jclear',
    '🚀 launch 👩‍👩‍👧‍👦 family and friends',
    'x'.repeat(100_000),
    '検索'.repeat(20),
  ];
  const shown = renderConnectors(names.map(named), plainPalette);

  expect(shown).toMatchInlineSnapshot(`
    "5 source connectors
      name                   repository                        version     support
      Shop                   acme/Shop                         1.2.3       custom
      \\u001b[2Jclear         acme/\\u001b[2Jclear               1.2.3       community
      🚀 launch 👩\\u200d👩…  acme/🚀 launch 👩\\u200d👩\\u200d…  1.2.3       community
      xxxxxxxxxxxxxxxxxxxx…  acme/xxxxxxxxxxxxxxxxxxxxxxxxxx…  1.2.3       community
      検索検索検索検索検索…  acme/検索検索検索検索検索検索検…  1.2.3       community"
  `);
  expect(shown.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
});
