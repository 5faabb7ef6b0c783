import type { RuleText } from '../rule.ts';

/** What files say that makes no sense, as far as it can be told without a server. */
export const fileFindings = {
  'project-missing': {
    sentence: 'There is no airplan.yaml in this folder.',
    story: 'Go to the folder of the project, or name it by --project.',
  },
  'pipelines-missing': {
    sentence: 'The folder with the resource files does not exist.',
    story: 'It is called "pipelines" unless airplan.yaml says otherwise.',
  },
  'several-documents': {
    sentence: 'airplan.yaml holds more than one document.',
    story: 'Resource files may hold several, airplan.yaml is one.',
  },
  'unknown-environment': {
    sentence: 'The default environment is none of those in airplan.yaml.',
    story: 'Correct "defaultEnvironment", or add the environment.',
  },
  'environment-not-chosen': {
    sentence: 'There are several environments, and nothing says which one is meant.',
    story: 'airplan never picks a server by itself. Choose with --env, or set "defaultEnvironment".',
  },
  'wrong-server': {
    sentence: '"server" is not an address that airplan can use.',
    story: 'Scheme and host are enough, with a path if Airbyte lives below one; or "sandbox".',
    example: 'server: https://airbyte.example.com',
  },
  'credentials-in-address': {
    sentence: '"server" holds a user or a password.',
    story: 'Addresses are shown in plans and logs. Put credentials under "auth", as references.',
  },
  'wrong-header': {
    sentence: 'A header has a name or a value that no request can carry.',
    story:
      'Names are made of letters, digits and "-", values of one line. A secret with a line break inside is a common cause.',
    example: 'headers: {X-Proxy-Token: "${env:PROXY_TOKEN}"}',
  },
  'unknown-kind': {
    sentence: 'A document describes something that airplan does not know.',
    story: '"kind" is definition, source, destination, catalog or connection.',
  },
  'missing-key': {
    sentence: 'A key that has to be there is not.',
    story: 'The finding says what the key means.',
  },
  'unknown-key': {
    sentence: 'A key is none that this place can have.',
    story:
      'Ignoring it would ignore what somebody meant: "stream:" for "streams:" once left a whole catalog out. Keys of later versions are refused by this one, too.',
    example: 'stream: [{name: orders}]     # meant: streams',
  },
  'conflicting-keys': {
    sentence: 'Two keys exclude each other.',
    story:
      'A connection has a "catalog", or streams of its own, not both; a custom connector is an image or a "manifest".',
  },
  'duplicate-key': {
    sentence: 'Two resources of one kind have the same key.',
    story: 'Other files name resources by it. Without "key:" the name of the file is the key.',
  },
  'duplicate-name': {
    sentence: 'Two resources of one kind would have the same name in Airbyte.',
    story: 'airplan finds live objects by their names, so that the two could not be told apart.',
  },
  'unreadable-plan': {
    sentence: 'A file that was given as a saved plan is none, or of another version.',
    story: '"airplan plan --out FILE" writes one. Plans of other versions are made anew rather than guessed at.',
  },
  'broken-cron': {
    sentence: 'A cron expression is none that Quartz can read.',
    reason: 'The server refuses it with 400 (API §2.6).',
    story: 'Quartz has six fields or seven, seconds first, and "?" in exactly one of day of month and day of week.',
    example: 'schedule: {cron: "0 0 3 * * ?", timeZone: Europe/Berlin}',
  },
  'cron-never': {
    sentence: 'A cron expression never fires.',
    story: 'No such day comes: February has no 31st, and a year is over. The connection would never sync.',
    example: 'cron: "0 0 3 31 2 ?"',
  },
  'cron-every-second': {
    sentence: 'A cron expression fires more than once a minute.',
    reason: 'The server refuses it with 400 (API §2.6).',
    story: 'The first field is the second. Write one number there.',
  },
  'cron-more-than-hourly': {
    sentence: 'A connection syncs more than once an hour.',
    story: 'Each sync starts containers, and may meet the one before it. Where it is meant, waive it with a reason.',
  },
  'unused-source': {
    sentence: 'No connection reads from a source.',
    story:
      'Its credentials are kept for nothing, or a connection is missing. Where it is meant, waive it with a reason. A project without any connection is not told.',
  },
  'unused-destination': {
    sentence: 'No connection writes to a destination.',
    story:
      'Its credentials are kept for nothing, or a connection is missing. Where it is meant, waive it with a reason. A project without any connection is not told.',
  },
  'shared-table': {
    sentence: 'Two connections write the same table of a destination.',
    reason: 'Airbyte does not check it: the syncs overwrite or mix their records.',
    story:
      'Destination, namespace rule, prefix and name of the stream are the same. Patterns, and namespaces that only the source knows, are not compared. Give one of the two another prefix; where it is meant, waive it with a reason.',
    example: 'prefix: crm_',
  },
  'unknown-time-zone': {
    sentence: 'The schedule names a time zone that servers do not know.',
    reason: 'They refuse it with 400, and names that begin with "Etc" as well (API §2.6).',
    story: 'Names are those of the tz database, with their capitals: Europe/Berlin, America/New_York, UTC.',
  },
  'removed-end': {
    sentence: 'Something stays, but what it runs on is to be removed.',
    reason:
      'A server deletes the connections of a source or destination with it, and whatever runs on a connector (API §1.3, §2.9).',
    story: 'Remove both, or give the connection another source or destination, those another connector.',
  },
  'wrong-manifest': {
    sentence: 'The manifest of a connector does not say what its sources can be told.',
    reason: 'The server stores the specification of a manifest beside it (API §1.8).',
    story: 'A manifest is one YAML document, as the connector builder exports it, with its specification under "spec".',
    example: 'spec:\n  type: Spec\n  connection_specification: {type: object, properties: {…}}',
  },
  'idle-reason': {
    sentence: 'A "reason" stands where nothing is removed.',
    story: 'It tells reviewers why a resource goes. Write "remove: true" beside it, or take it out.',
  },
  'idle-except': {
    sentence: '"except" stands beside a plain name, which it cannot narrow.',
    story: 'It leaves streams out of what a pattern finds. Remove it, or write a pattern.',
    example: 'streams:\n  - {name: "*", except: [tmp_*]}',
  },
  'duplicate-stream': {
    sentence: 'A list names the same stream twice.',
    story: 'Namespace and name together count. Keep one of the two.',
  },
  'duplicate-item': {
    sentence: 'A list names the same twice.',
    story: 'It is a set: once is enough, and twice is mostly a typing error.',
  },
  'unresolved-key': {
    sentence: 'A connection refers to a source, destination or catalog that no file declares.',
    story: 'References go by key: the file name without .yaml, unless the file says "key:". They are never ids.',
    example: 'source: ordres               # meant: orders',
  },
  'unresolved-patch': {
    sentence: 'An environment patches a resource that no file declares.',
    story: 'Patches go by kind and key. They change what files declare, and never declare something themselves.',
    example: 'patch:\n  source/orders: {configuration: {port: 5433}}',
  },
  'fixed-key': {
    sentence: 'A patch changes the kind or key of a resource.',
    story: 'Other files name the resource by them. Patch what it should have; another resource needs a document.',
  },
  'idle-patch': {
    sentence: 'A patch removes a key that the resource does not have.',
    story: 'null removes a key. Either it is misspelt, or it was taken out of the file since.',
    example: 'patch:\n  source/orders: {configuration: {ssl_mode: null}}',
  },
  'wrong-type': {
    sentence: 'A value has another type than its key takes.',
    story: 'Text that looks like a number has to be in quotes; a list of one still needs its brackets.',
  },
  'wrong-value': {
    sentence: 'A value does not fit its key.',
    story: 'The finding quotes what the schema wants. The schemas are in the folder "schemas".',
  },
  'wrong-format': {
    sentence: 'A text does not have the form that its key asks for.',
    story: 'An id is a UUID, a key has letters, digits, dots, dashes and underscores.',
  },
  'unknown-value': {
    sentence: 'A value is none of those that its key can have.',
    story: 'The finding lists them. They are spelled as in the Airbyte API.',
  },
  'out-of-range': { sentence: 'A number is too small or too large.', story: 'The finding says what the limit is.' },
  'too-long': {
    sentence: 'A text is longer than Airbyte stores.',
    story: 'Names, prefixes and namespace formats hold 256 characters; the server would fail without a word.',
  },
  'empty-value': {
    sentence: 'Something is empty that must not be.',
    story: 'An empty name or list asks for nothing. Remove the key if that is what you mean.',
  },
  'broken-reference': {
    sentence: 'A reference is not written as airplan reads it.',
    story:
      '${env:NAME}, ${env:NAME:-default}, ${var:NAME} and ${file:PATH} are references; $${ stands for a literal ${.',
  },
  'misplaced-reference': {
    sentence: 'A reference stands where none is replaced, and would be kept as text.',
    story:
      'References work in the configurations of connectors and mappers, and in airplan.yaml. What else differs between environments is a patch of airplan.yaml.',
    example: 'name: ${var:shop_name}     # would be the name',
  },
  'unknown-reference': {
    sentence: 'A text reads like a reference, but its type is none.',
    story:
      'Connectors have forms of their own in ${…}, so that what airplan does not know is sent as it is. There are ${env:NAME}, ${var:NAME} and ${file:PATH}.',
    example: 'host: ${vars:postgres_host}     # meant: ${var:postgres_host}',
  },
  'missing-environment-variable': {
    sentence: 'An environment variable that a file refers to is not set.',
    story: 'Set it where airplan runs. What is no secret may have a default: ${env:NAME:-default}.',
  },
  'missing-variable': {
    sentence: 'The environment has no variable of that name.',
    story: 'Add it under "variables" of the environment in airplan.yaml.',
  },
} as const satisfies Readonly<Record<string, RuleText>>;
