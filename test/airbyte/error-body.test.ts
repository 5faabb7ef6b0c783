import { expect, test } from 'vitest';
import { readErrorBody } from '../../src/airbyte/error-body.ts';

const words = (body: unknown) => readErrorBody(typeof body === 'string' ? body : JSON.stringify(body)).words;

test('a known exception says its message', () => {
  const body = { message: 'Could not find configuration', exceptionClassName: 'x.NotFound', exceptionStack: ['at x'] };

  expect(words(body)).toBe('Could not find configuration');
});

test('the schema behind a violated specification is cut off', () => {
  const message =
    'The provided configuration does not fulfill the specification. Errors: $.port: string found\nSchema: \n{}';

  expect(words({ message })).toBe(
    'The provided configuration does not fulfill the specification. Errors: $.port: string found',
  );
});

test('an errorId is kept, with words or without', () => {
  expect(readErrorBody('{"errorId":"e-1"}')).toEqual({ errorId: 'e-1', isWebPage: false });
  expect(readErrorBody('{"errorId":"e-1","message":"no"}')).toEqual({ errorId: 'e-1', words: 'no', isWebPage: false });
});

test('a problem document says title, detail, type and data', () => {
  const body = {
    status: 400,
    type: 'error:cron-validation/invalid-expression',
    title: 'bad-cron',
    detail: 'The cron expression is not valid',
    data: { cronExpression: '* *' },
  };

  expect(words(body)).toBe(
    'bad-cron The cron expression is not valid (error:cron-validation/invalid-expression) {"cronExpression":"* *"}',
  );
});

test("a framework's error says each of its messages once", () => {
  const errors = [{ message: 'Failed to convert' }, { message: 'Bad Request' }];

  expect(words({ message: 'Bad Request', _embedded: { errors }, _links: {} })).toBe('Bad Request: Failed to convert');
});

test('invalid input says which property is wrong', () => {
  const validationErrors = [{ propertyPath: 'body.name', message: 'must not be null', invalidValue: 'x' }];

  expect(words({ message: 'Some properties contained invalid input.', validationErrors })).toBe(
    'Some properties contained invalid input.\nbody.name: must not be null',
  );
});

test.each([
  ['nothing', ''],
  ['an empty object', {}],
  ['an empty message', { message: '' }],
  ['a message that is no text', { message: { deep: 1 } }],
  ["a framework's error without words", { _embedded: { errors: [] } }],
  ['a problem without words', { title: '', detail: '' }],
  ['invalid input without details', { validationErrors: [{}] }],
])('%s gives no words', (_name, body) => {
  expect(words(body)).toBeUndefined();
});

test.each(['<!DOCTYPE html><p>', '\n <html lang="en">', '<HEAD>', '<?xml version="1.0"?><html/>'])(
  'a web page is told as such: %s',
  (page) => {
    expect(readErrorBody(page)).toEqual({ isWebPage: true });
  },
);

test.each(['Object not found.', '"Object not found."', '[1,2]', 'null'])('plain text is words: %s', (text) => {
  expect(words(text)).toBe(text);
});
