import { type ConfigurationValue, isConfiguration } from '../../model/configuration.ts';
import { inNameOrder } from '../name-order.ts';
import { type ComparisonRule, eachSide, neitherSide } from '../sides.ts';

/** Rules that hold for values of any kind. */
export const generalRules = {
  undeclared: {
    sentence: 'What a file does not declare is not compared.',
    reason: 'An update of a connection leaves alone what it does not send, so that nobody has to own it (API §2.4).',
    story:
      'Declared is managed, undeclared is left alone: a setting that only somebody in the web interface has touched stays as it is, ' +
      "and so does a cursor or a key that the file leaves to the source. Declare the setting to manage it. A source's configuration and the set of streams are the exceptions: they are managed whole.",
    example: 'live: prefix raw_\nfile: no "prefix"',
    apply: (sides) => (sides.desired === undefined ? neitherSide : sides),
  },
  'default-value': {
    sentence: 'What a server leaves out is the default that it works with.',
    reason:
      'A connection that never had a status, a preference or a notification set comes back without it (API §2.3, §3.6).',
    story:
      'Older servers and connections made by other tools lack members that newer ones always have. The server acts by its default then, ' +
      'and a file that spells the default out asks for nothing new.',
    example: 'live: no nonBreakingChangesPreference\nfile: nonBreakingChangesPreference: ignore',
    apply: ({ live, desired }, { defaultValue }) => ({ live: live ?? defaultValue, desired: desired ?? defaultValue }),
  },
  'server-additions': {
    sentence: 'What a server keeps for itself, and no file can say, is not compared.',
    reason:
      'aliasName, suggested, generationId and the schema of a stream, operations, resource allocations and the like come from the server (API §3.1, §3.2, §3.6).',
    story:
      'An answer of Airbyte holds much that nobody wrote: derived names, the schema as last discovered, hashes that follow from mappers, operations from older versions. ' +
      'airplan sends such things back untouched where an update would lose them, and otherwise passes over them. A status that only servers set, such as locked, does show: the connection is not as its file says.',
    example: 'live: destinationObjectName accounts, operationIds […]\nfile: has no word for them',
    apply: ({ desired }) => ({ live: desired, desired }),
  },
  'key-order': {
    sentence: 'The order of keys in an object says nothing.',
    reason: 'Airbyte keeps objects as jsonb, which orders keys by length and then by bytes (API §3.5).',
    story:
      'What was sent as {host, port, ssl} comes back as {ssl, host, port}. Lists keep their order, and there it counts.',
    example: 'live: {port: 22, host: bastion}\nfile: {host: bastion, port: 22}',
    apply: (sides) => eachSide(sides, inNameOrder),
  },
  'number-value': {
    sentence: 'Numbers are compared by value.',
    reason:
      'JSON has one kind of number, and servers write it in their own manner: 1.0 for 1, 1000 for 1e3 (API §3.6).',
    story:
      '1, 1.0 and 10e-1 are one number, and so are 0 and -0. A number and a text are not: a port given as "5432" is shown as a change where the server has 5432.',
    example: 'live: -0.0\nfile: 0',
    apply: (sides) => eachSide(sides, withPlainNumbers),
  },
} as const satisfies Readonly<Record<string, ComparisonRule>>;

function withPlainNumbers(value: ConfigurationValue): ConfigurationValue {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (!isConfiguration(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withPlainNumbers(inner)]));
}
