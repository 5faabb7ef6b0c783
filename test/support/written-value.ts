import fc from 'fast-check';

/** A value that a file refers to instead of spelling it out, and where the reference leads. */
export class Written {
  /** What stands in the file. */
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Variables of the environment in `airplan.yaml`. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** A rule that a comment beside it waives. */
  readonly waives: string | undefined;

  constructor(
    text: string,
    { variables = {}, files = {}, settings = {}, waives }: Partial<Omit<Written, 'text'>> = {},
  ) {
    this.text = text;
    this.variables = variables;
    this.files = files;
    this.settings = settings;
    this.waives = waives;
  }
}

/** What a random document is made of. */
export type DraftValue = string | number | boolean | null | Written | readonly DraftValue[] | Draft;
export interface Draft {
  readonly [name: string]: DraftValue;
}

export function isDraft(value: DraftValue | undefined): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written);
}

/** Every secret of a random project holds this, and nothing else does. */
export const secretMarker = 'zqSECRETqz';

const secretTails = ['', '', '', '"', '\\', "'", '\nsecond line', '$&', ' ', 'ß→', '`', '%41', '<b>'];
/** Every way of referring to a secret. `name` is free to be used. */
const secretForms: Readonly<Record<string, (value: string, name: string) => Written>> = {
  env: (value, name) => new Written(`\${env:${name}}`, { variables: { [name]: value } }),
  default: (value, name) => new Written(`\${env:UNSET_${name}:-${value}}`, { waives: 'literal-secret' }),
  composite: (value, name) => new Written(`before-\${env:${name}}-after`, { variables: { [name]: value } }),
  file: (value, name) => new Written(`\${file:secrets/${name}}`, { files: { [`secrets/${name}`]: `${value}\n` } }),
  literal: (value) => new Written(value, { waives: 'literal-secret' }),
  variable: (value, name) =>
    new Written(`\${var:${name}}`, { variables: { [name]: value }, settings: { [name]: `\${env:${name}}` } }),
};

/** A secret, referred to in any way. */
export const secretDraft: fc.Arbitrary<Written> = fc
  .record({
    nonce: fc.stringMatching(/^[a-z0-9]{10}$/),
    tail: fc.constantFrom(...secretTails),
    write: fc.constantFrom(...Object.values(secretForms)),
  })
  .map(({ nonce, tail, write }) => write(`${secretMarker}${nonce}${tail}`, `S_${nonce}`));

/** A whole number, spelt out or by reference. */
export function numberDraft(min: number, max: number): fc.Arbitrary<DraftValue> {
  return fc.tuple(fc.integer({ min, max }), fc.constantFrom('plain', 'env', 'var')).map(([value, form]) => {
    if (form === 'env') return new Written(`\${env:N_${value}}`, { variables: { [`N_${value}`]: String(value) } });
    if (form === 'var') return new Written(`\${var:n_${value}}`, { settings: { [`n_${value}`]: value } });
    return value;
  });
}

/** Text that is no secret, spelt out or by reference. */
export const textDraft: fc.Arbitrary<DraftValue> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('shop', 'db.example.com', 'ünïcode → ✓', 'no', '1e3', '', ' padded ', '# no comment'),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('${')) },
  fc.constantFrom('${NAMESPACE}/x', '$${env:NOT_ONE}', '${not.one}'),
  fc
    .stringMatching(/^[a-z]{6}$/)
    .map((name) => new Written(`\${env:T_${name}}`, { variables: { [`T_${name}`]: name } })),
  fc
    .stringMatching(/^[a-z]{6}$/)
    .map((name) => new Written(`at-\${var:t_${name}}`, { settings: { [`t_${name}`]: name } })),
);
