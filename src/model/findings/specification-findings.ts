import type { RuleText } from '../rule.ts';

/** What a connector's specification says of a configuration, and how a file may say that it knows better. */
export const specificationFindings = {
  'broken-specification': {
    sentence: 'A file in the folder of specifications is no connector specification.',
    story: '"airplan specs pull" writes these files. Pull again, or remove what else lies there.',
  },
  'literal-secret': {
    sentence: 'A secret is spelled out in a file.',
    reason: 'Files go into git, and what was in git once is known for good.',
    story:
      'A variable of airplan.yaml and the default of a reference spell it out as well. Write a reference without one. A value that is no secret in truth can be waived, with a reason. For the key of an encryption it is a warning.',
    example: 'password: ${env:SHOP_DB_PASSWORD}\napi_key: public  # airplan-ignore literal-secret: a demo key',
  },
  'not-a-reference': {
    sentence: 'A secret has the form of a reference that airplan does not know.',
    reason: '`${NAME}` belongs to connectors and would be sent as this very text.',
    story:
      'Other tools replace `${NAME}` from the environment. Here it is `${env:NAME}`, so that nothing is replaced by chance.',
  },
  'mask-as-secret': {
    sentence: 'A secret is the ten asterisks that servers show in its place.',
    reason: 'On create and beside some forms a server would store the asterisks themselves (API §2.2).',
    story: 'It was copied out of an answer or of the web interface. Write a reference to the true value.',
  },
  'quoted-secret': {
    sentence: 'The value of a secret begins and ends with a quote.',
    story:
      'Some tools keep the quotes of an env file as a part of the value, and the login fails. Take them out if they are not meant.',
  },
  'unknown-property': {
    sentence: 'A configuration has a property that reads like another one that the connector knows.',
    reason: 'Most specifications allow further properties, so that a server keeps a misspelt one and says nothing.',
    story: 'An error where the right one is required, a warning elsewhere.',
  },
  'wrong-length': {
    sentence: 'A text or a list is shorter or longer than the connector takes.',
    story: 'The limits are those of its specification.',
  },
  'ambiguous-form': {
    sentence: 'A value fits more than one of the forms that the connector offers.',
    story: 'The specification wants exactly one. Say which one is meant by the property that tells them apart.',
  },
  'waiver-without-reason': {
    sentence: 'A waiver does not say why.',
    story: 'Whoever reads the file next has to know what was thought of.',
    example: '# airplan-ignore unknown-property: our fork of the connector reads it',
  },
  'unused-waiver': {
    sentence: 'A waiver waives nothing.',
    story: 'What it was written for is gone. Remove it, before it hides something else.',
  },
} as const satisfies Readonly<Record<string, RuleText>>;
