import { type ConfigurationValue, Secret } from '../model/configuration.ts';
import type { VariableValue } from '../model/environment.ts';
import { type Issue, type Locate, type Origin, originAt } from '../model/issue.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { anError } from './finding.ts';
import { type LookUpContext, lookUp } from './reference-lookup.ts';
import { hasReferences, parseReferences } from './reference-syntax.ts';

/** What references are resolved against, and where their findings go. */
export interface ReferenceContext extends LookUpContext {
  readonly locate: Locate;
  /** Gets what cannot be resolved. */
  readonly issues: Issue[];
}

/**
 * A value with all references in its strings resolved.
 *
 * What came out of the environment or a file is `Secret`, and so is every string that holds such a piece. What cannot be
 * resolved becomes a finding and stays as it was written.
 */
export async function resolveReferences(
  value: Json,
  origin: Origin,
  context: ReferenceContext,
): Promise<ConfigurationValue> {
  if (!holdsReferences(value)) {
    return value;
  }
  if (typeof value === 'string') {
    return resolveText(value, origin, context);
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => resolveReferences(item, originAt(origin, index), context)));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await resolveReferences(item, originAt(origin, key), context)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Nearly no value of a file holds any, and a promise for each of them would take long. */
function holdsReferences(value: Json): boolean {
  if (typeof value === 'string') return hasReferences(value);
  return typeof value === 'object' && value !== null && Object.values<Json>(value).some(holdsReferences);
}

async function resolveText(text: string, origin: Origin, context: ReferenceContext): Promise<VariableValue> {
  const pieces = parseReferences(text);
  const results = await Promise.all(pieces.map((piece) => lookUp(piece, context)));
  const faults = results.flatMap((result) => ('fault' in result ? [result.fault] : []));
  if (faults.length > 0) {
    const place = context.locate(origin);
    for (const { rule, message, hint } of faults) {
      context.issues.push(anError(rule, message, { place, hint }));
    }
    return text;
  }
  return joined(
    results.flatMap((result) => ('value' in result ? [result.value] : [])),
    text,
  );
}

// One reference alone keeps its type: `${var:port}` of the number 5432 is the number 5432.
function joined(values: readonly VariableValue[], label: string): VariableValue {
  const [only] = values;
  if (values.length === 1 && only !== undefined && !(only instanceof Secret)) {
    return only;
  }
  const text = values.map((value) => (value instanceof Secret ? value.reveal() : String(value))).join('');
  const secrets = values.filter((value) => value instanceof Secret);
  if (secrets.length === 0) return text;
  const defaults = secrets.map((one) => one.revealDefaults()).join('');
  return new Secret(
    text,
    label,
    defaults,
    secrets.every(({ isKnown }) => isKnown),
  );
}
