import { isJsonObject, type JsonObject } from '../../model/json.ts';
import {
  DecodeError,
  type Decoder,
  decodeBoolean,
  decodeString,
  member,
  optionalMember,
  withoutUndefined,
} from '../../util/decode.ts';
import { actorKinds } from '../actor-kind.ts';
import { type DriftEdit, resourceKinds } from '../drift/drift-edit.ts';
import { type Shape, taggedDecoder } from './decode-parts.ts';

const decodeObject: Decoder<JsonObject> = (value, where) => {
  if (!isJsonObject(value)) throw new DecodeError(`${where} should be an object`);
  return value;
};

function oneOf<const Values extends readonly string[]>(values: Values): Decoder<Values[number]> {
  return (value, where) => {
    const found = values.find((known) => known === value);
    if (found === undefined) throw new DecodeError(`${where} should be one of ${values.join(', ')}`);
    return found;
  };
}

const target = (value: unknown, where: string) => member(value, where, 'target', decodeString);
const text = (value: unknown, where: string, name: string) => member(value, where, name, decodeString);
const optionalText = (value: unknown, where: string, name: string) => optionalMember(value, where, name, decodeString);
const actorKind = (value: unknown, where: string) => member(value, where, 'kind', oneOf(actorKinds));
const resourceKind = (value: unknown, where: string) => member(value, where, 'kind', oneOf(resourceKinds));

/** Without a type the API leaves a schedule as it is, and an edit that does nothing is a mistake. */
const decodeSchedule: Decoder<JsonObject> = (value, where) => {
  const schedule = decodeObject(value, where);
  if (typeof schedule.scheduleType !== 'string') {
    throw new DecodeError(`${where} has no "scheduleType"`, { hint: 'manual, basic or cron, with "scheduleData"' });
  }
  return schedule;
};

/** A stream of a source, and whether the server has looked yet. */
const schemaParts = (value: unknown, where: string) => ({
  target: target(value, where),
  stream: text(value, where, 'stream'),
  ...withoutUndefined({
    namespace: optionalText(value, where, 'namespace'),
    isNoticed: optionalMember(value, where, 'isNoticed', decodeBoolean),
  }),
});

function targetShape(type: 'pause' | 'resume' | 'discover'): Shape<DriftEdit> {
  return { members: ['target'], decode: (value, where) => ({ type, target: target(value, where) }) };
}

function streamShape(type: 'add-stream' | 'drop-stream'): Shape<DriftEdit> {
  const members = ['target', 'stream', 'namespace', 'isNoticed'];
  return { members, decode: (value, where) => ({ type, ...schemaParts(value, where) }) };
}

function columnShape(type: 'add-column' | 'drop-column'): Shape<DriftEdit> {
  return {
    members: ['target', 'stream', 'namespace', 'column', 'isNoticed'],
    decode: (value, where) => ({ type, ...schemaParts(value, where), column: text(value, where, 'column') }),
  };
}

const shapes: { readonly [Type in DriftEdit['type']]: Shape<DriftEdit> } = {
  rename: {
    members: ['kind', 'target', 'name'],
    decode: (value, where) => ({
      type: 'rename',
      kind: resourceKind(value, where),
      target: target(value, where),
      name: text(value, where, 'name'),
    }),
  },
  delete: {
    members: ['kind', 'target'],
    decode: (value, where) => ({ type: 'delete', kind: resourceKind(value, where), target: target(value, where) }),
  },
  configure: {
    members: ['kind', 'target', 'configuration'],
    decode: (value, where) => ({
      type: 'configure',
      kind: actorKind(value, where),
      target: target(value, where),
      configuration: member(value, where, 'configuration', decodeObject),
    }),
  },
  'rotate-secret': {
    members: ['kind', 'target', 'path', 'value'],
    decode: (value, where) => ({
      type: 'rotate-secret',
      kind: actorKind(value, where),
      target: target(value, where),
      ...withoutUndefined({
        path: optionalText(value, where, 'path'),
        value: optionalText(value, where, 'value'),
      }),
    }),
  },
  pause: targetShape('pause'),
  resume: targetShape('resume'),
  schedule: {
    members: ['target', 'schedule'],
    decode: (value, where) => ({
      type: 'schedule',
      target: target(value, where),
      schedule: member(value, where, 'schedule', decodeSchedule),
    }),
  },
  deselect: {
    members: ['target', 'stream', 'namespace'],
    decode: (value, where) => ({
      type: 'deselect',
      target: target(value, where),
      stream: text(value, where, 'stream'),
      ...withoutUndefined({ namespace: optionalText(value, where, 'namespace') }),
    }),
  },
  discover: targetShape('discover'),
  'add-stream': streamShape('add-stream'),
  'drop-stream': streamShape('drop-stream'),
  'add-column': columnShape('add-column'),
  'drop-column': columnShape('drop-column'),
};

/** An edit as the control route takes it. */
export const decodeDrift: Decoder<DriftEdit> = taggedDecoder(shapes);
