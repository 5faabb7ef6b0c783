import { expect, test } from 'vitest';
import { flagsError } from '../../src/cli/flag-words.ts';

const plan = { command: 'plan', usage: 'plan <x>', flags: ['prune', 'select', 'format', 'env'] };

test.each([
  ['Unknown argument: prnue', ['plan', '--prnue'], '"airplan plan" has no flag --prnue', 'did you mean --prune?'],
  ['Unknown argument: allow', ['plan', '--allow=x'], '"airplan plan" has no flag --allow', 'see "airplan plan --help"'],
  ['Unknown argument: q', ['plan', '-q'], '"airplan plan" has no flag -q', 'see "airplan plan --help"'],
  [
    'Unknown argument: source/shop',
    ['plan', 'source/shop'],
    '"airplan plan" does not take "source/shop"',
    'write --select source/shop',
  ],
  ['Not enough arguments following: env', ['plan', '--env'], '--env wants a value', 'see "airplan plan --help"'],
  [
    'Invalid values:\n  Argument: format, Given: "yaml", Choices: "text", "json"',
    ['plan', '--format', 'yaml'],
    '--format cannot be "yaml"',
    'one of: text, json',
  ],
  [
    'Not enough non-option arguments: got 0, need at least 1',
    ['plan'],
    '"airplan plan" does not say of what',
    'write airplan plan <x>; "airplan plan --help" says more',
  ],
  [
    'Unknown argument: a/b.json',
    ['plan', 'a/b.json'],
    '"airplan plan" does not take "a/b.json"',
    'see "airplan plan --help"',
  ],
  ['Something Else', ['plan'], 'something Else', 'see "airplan plan --help"'],
])('%s', (complaint, argv, message, hint) => {
  expect(flagsError(complaint, argv, plan)).toMatchObject({ message, hint, code: 'invalid-flags' });
});

test.each([
  ['Did you mean plan?', 'did you mean plan?'],
  ['Unknown argument: plam', 'see "airplan --help"'],
])('a command that does not exist: %s', (complaint, hint) => {
  const error = flagsError(complaint, ['plam'], { flags: [] });

  expect(error).toMatchObject({ message: 'there is no command "plam"', hint });
});
