import { originAt } from '../model/issue.ts';
import { isJsonObject } from '../model/json.ts';
import { type FieldPath, type StreamDescription, type StreamRule, streamName } from '../model/stream.ts';
import { checkMappers } from './check-mappers.ts';
import type { Finding } from './findings.ts';
import {
  cursorOf,
  didYouMean,
  fieldsHint,
  isDeduplicated,
  keyOf,
  type StreamContext,
  selectedFieldsOf,
} from './stream-facts.ts';
import type { FoundStream } from './stream-rules.ts';

/** What is wrong with the fields that the files name, select, or hand to mappers. */
export function checkFields(stream: FoundStream, context: StreamContext): readonly Finding[] {
  return [
    ...selectionFindings(stream),
    ...unselectedFindings(stream, context),
    ...(context.knowsAllFields ? [...fieldFindings(stream), ...mapperFindings(stream, context)] : []),
  ];
}

/** Selections that the server cannot store: it needs a schema, and a stream without fields says nothing (API §3.4). */
function selectionFindings({ rule, description, selection }: FoundStream): readonly Finding[] {
  const { selectedFields } = selection;
  if (selectedFields === undefined) return [];
  const place = { rule: 'impossible-selection', origin: originAt(rule.origin, 'fields') };
  const name = streamName(description);
  if (!hasProperties(description)) {
    const message = `stream "${name}" has a schema without fields, so that none can be selected`;
    return [{ ...place, message, hint: 'remove "fields"' }];
  }
  if (selectedFields.length > 0 || description.fieldNames.length === 0) return [];
  return [
    { ...place, message: `no field of stream "${name}" is left`, hint: fieldsHint('exclude fewer', description) },
  ];
}

function hasProperties({ verbatim: { jsonSchema } }: StreamDescription): boolean {
  return !isJsonObject(jsonSchema) || isJsonObject(jsonSchema.properties);
}

/** The server refuses a selection of fields without the cursor or the key that counts (API §3.4). */
function unselectedFindings(stream: FoundStream, context: StreamContext): readonly Finding[] {
  const { rule, description, selection } = stream;
  const selected = selectedFieldsOf(stream, context);
  const needed: readonly (readonly [string, readonly FieldPath[]])[] = [
    ['cursorField', selection.syncMode === 'incremental' ? [cursorOf(stream, context)] : []],
    ['primaryKey', isDeduplicated(selection) ? keyOf(stream, context) : []],
  ];
  return needed.flatMap(([property, paths]) =>
    firstSteps(paths)
      .filter((field) => selected?.includes(field) === false && description.fieldNames.includes(field))
      .map((field) => ({
        rule: 'unselected-field',
        message: `stream "${streamName(description)}" needs field "${field}" as its ${property}, but does not sync it`,
        origin: originAt(rule.origin, 'fields'),
        hint: 'sync this field too: the server refuses the stream without it',
      })),
  );
}

function fieldFindings({ rule, description, selection }: FoundStream): readonly Finding[] {
  const used: readonly (readonly [string, readonly FieldPath[]])[] = [
    // A cursor that the source defines itself need not be a field at all.
    ['cursorField', selection.cursorField && !description.isCursorSourceDefined ? [selection.cursorField] : []],
    // A key for all streams of a catalog need not fit those that are not deduplicated; beside one that the source
    // defines any other is wrong, whether it is there or not.
    ['primaryKey', isDeduplicated(selection) && !definesKey(description) ? (selection.primaryKey ?? []) : []],
    ['fields', namedFields(rule).map((name) => [name])],
  ];
  return used.flatMap(([property, paths]) =>
    unknownFields(paths, description).map((field) => ({
      rule: 'unknown-field',
      message: `stream "${streamName(description)}" has no field "${field}"`,
      origin: originAt(rule.origin, property),
      hint: property === 'fields' ? nestedHint(field, description) : didYouMean(field, description),
    })),
  );
}

function definesKey({ sourceDefinedPrimaryKey }: StreamDescription): boolean {
  return sourceDefinedPrimaryKey.length > 0;
}

function namedFields({ fields }: StreamRule): readonly string[] {
  return fields === undefined || fields === 'all' ? [] : (fields.include ?? fields.exclude);
}

/** A stream whose schema names no fields at all may have any. */
function unknownFields(paths: readonly FieldPath[], { fieldNames }: StreamDescription): readonly string[] {
  if (fieldNames.length === 0) return [];
  return firstSteps(paths).filter((first) => !fieldNames.includes(first));
}

/** Only top-level fields are selected, and known. */
function firstSteps(paths: readonly FieldPath[]): readonly string[] {
  return paths.flatMap(([first]) => first ?? []);
}

/** `meta.id` is a name like any other; whoever writes it may mean a field inside of another one. */
function nestedHint(field: string, description: StreamDescription): string {
  const [outer = ''] = field.split('.');
  return outer !== field && description.fieldNames.includes(outer)
    ? `only top-level fields can be selected: write "${outer}"`
    : didYouMean(field, description);
}

/** Mappers that the file leaves alone have to find their fields as well. */
function mapperFindings(stream: FoundStream, context: StreamContext): readonly Finding[] {
  const { description, selection } = stream;
  const mappers = selection.mappers ?? context.live?.selection.mappers ?? [];
  if (mappers.length === 0 || description.fieldNames.length === 0) return [];
  return checkMappers(stream, mappers, selectedFieldsOf(stream, context) ?? description.fieldNames);
}
