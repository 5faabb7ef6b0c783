import { type Configuration, type ConfigurationValue, isConfiguration } from '../model/configuration.ts';
import { originAt } from '../model/issue.ts';
import { type Mapper, streamName } from '../model/stream.ts';
import { findClosest } from '../util/suggest.ts';
import type { Finding } from './findings.ts';
import type { FoundStream } from './stream-rules.ts';

/** Which fields a mapper takes, and which it makes of them. */
interface FieldUse {
  readonly reads: readonly string[];
  readonly removes: readonly string[];
  readonly adds: readonly string[];
}

/**
 * Follows the fields of a stream through its mappers, one after the other, as the server does (API §3.4). It refuses
 * the whole connection for one field that is not there, or that would be there twice.
 *
 * @param synced - the fields that reach the first mapper
 */
export function checkMappers(
  stream: FoundStream,
  mappers: readonly Mapper[],
  synced: readonly string[],
): readonly Finding[] {
  const findings: Finding[] = [];
  let fields = new Set(synced);
  for (const [index, mapper] of mappers.entries()) {
    const use = fieldUse(mapper);
    const found = use === undefined ? [] : mapperFindings({ stream, mapper, index, fields }, use);
    findings.push(...found);
    if (use !== undefined && found.length === 0) fields = fieldsAfter(fields, use);
  }
  return findings;
}

function fieldsAfter(fields: ReadonlySet<string>, { removes, adds }: FieldUse): Set<string> {
  return new Set([...fields].filter((name) => !removes.includes(name)).concat(adds));
}

/** What a mapper does; undefined for one that a newer server has added. */
function fieldUse({ type, mapperConfiguration }: Mapper): FieldUse | undefined {
  const text = (name: string) => String(mapperConfiguration[name]);
  const target = text('targetField');
  switch (type) {
    case 'field-renaming': {
      const original = text('originalFieldName');
      return { reads: [original], removes: [original], adds: [text('newFieldName')] };
    }
    case 'field-filtering':
      return { reads: [target], removes: [target], adds: [] };
    case 'row-filtering':
      return { reads: conditionFields(mapperConfiguration.conditions), removes: [], adds: [] };
    case 'hashing':
    case 'encryption':
      return { reads: [target], removes: [target], adds: [`${target}${text('fieldNameSuffix')}`] };
    default:
      return undefined;
  }
}

function conditionFields(condition: ConfigurationValue | undefined): readonly string[] {
  if (!isConfiguration(condition)) return [];
  const { conditions, fieldName }: Configuration = condition;
  if (Array.isArray(conditions)) return conditions.flatMap(conditionFields);
  return typeof fieldName === 'string' ? [fieldName] : [];
}

interface Step {
  readonly stream: FoundStream;
  readonly mapper: Mapper;
  readonly index: number;
  /** As the mappers before this one have left them. */
  readonly fields: ReadonlySet<string>;
}

function mapperFindings(step: Step, { reads, removes, adds }: FieldUse): readonly Finding[] {
  const { stream, fields } = step;
  const origin = originAt(stream.rule.origin, 'mappers', step.index);
  const missing = reads.filter((name) => !fields.has(name));
  const doubled = adds.filter((name) => fields.has(name) && !removes.includes(name));
  return [
    ...missing.map((name) => ({
      rule: 'mapper-field-missing',
      message: `${labelOf(step)} needs field "${name}", which ${whyMissing(name, stream, step.index)}`,
      origin,
      hint: fieldHint(name, [...fields]),
    })),
    ...doubled.map((name) => ({
      rule: 'mapper-field-exists',
      message: `${labelOf(step)} makes a field "${name}", which is there already`,
      origin,
      hint: 'give it another name: the server refuses two fields of one name',
    })),
  ];
}

function labelOf({ stream, mapper, index }: Step): string {
  return `mapper ${index + 1} (${mapper.type}) of stream "${streamName(stream.description)}"`;
}

function whyMissing(name: string, { description, selection }: FoundStream, index: number): string {
  if (!description.fieldNames.includes(name)) return 'the stream does not have';
  const isSynced = selection.selectedFields?.includes(name) ?? true;
  return isSynced && index > 0 ? 'a mapper before it takes away' : 'is not synced';
}

function fieldHint(name: string, fields: readonly string[]): string {
  const closest = findClosest(name, fields);
  const more = fields.length > 12 ? ' …' : '';
  return closest === undefined ? `there are ${fields.slice(0, 12).join(', ')}${more}` : `did you mean "${closest}"?`;
}
