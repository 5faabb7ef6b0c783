import { expect, test } from 'vitest';
import { renderText } from '../../src/desired/rendered-text.ts';
import { Secret } from '../../src/model/configuration.ts';

const variables = {
  host: 'db',
  port: 5432,
  tls: true,
  tricky: '${env:HOME}',
  outside: new Secret('canary', '${env:X}'),
};

test.each([
  ['plain', 'plain', []],
  ['${var:port}', 5432, ['port']],
  ['${var:tls}', true, ['tls']],
  ['${var:host}:${var:port}, ${var:host}', 'db:5432, db', ['host', 'port']],
  ['${var:outside}', '${var:outside}', []],
  ['${env:A} ${file:b/c} ${env:D:-canary}', '${env:A} ${file:b/c} ${env:D:-…}', []],
  ['$${env:A} ${NAMESPACE}', '$${env:A} ${NAMESPACE}', []],
  ['${var:tricky}', '$${env:HOME}', ['tricky']],
])('%s is shown as %s', (text, value, used) => {
  expect(renderText(text, variables)).toEqual({ value, variables: used });
});
