import type { Json } from '../../model/json.ts';
import {
  DecodeError,
  type Decoder,
  decodeNumber,
  decodeRecord,
  decodeString,
  member,
  optionalMember,
  withoutUndefined,
} from '../../util/decode.ts';
import type { FaultRule, Occasion } from '../faults/fault-rule.ts';
import type { Latency } from '../faults/latency.ts';
import type { Fault } from '../faults.ts';
import { assertMembers, decodeCount, decodeMs, decodePositive, type Shape, taggedDecoder } from './decode-parts.ts';

/** A rule as the control route takes it. */
export const decodeFaultRule: Decoder<FaultRule> = (value, where) => {
  assertMembers(value, where, ['route', 'on', 'times', 'fault', 'latency']);
  const rule = withoutUndefined({
    route: optionalMember(value, where, 'route', decodeString),
    on: optionalMember(value, where, 'on', decodeOccasion),
    times: optionalMember(value, where, 'times', decodePositive),
    fault: optionalMember(value, where, 'fault', decodeFault),
    latency: optionalMember(value, where, 'latency', decodeLatency),
  });
  if (rule.fault === undefined && rule.latency === undefined) {
    throw new DecodeError(`${where} should have a "fault" or a "latency"`);
  }
  return rule;
};

const decodeProbability: Decoder<number> = (value, where) => {
  const probability = decodeNumber(value, where);
  if (!(probability >= 0 && probability <= 1)) throw new DecodeError(`${where} should be from 0 to 1`);
  return probability;
};

const decodeStatus: Decoder<number> = (value, where) => {
  const status = decodeCount(value, where);
  if (status < 200 || status > 599) throw new DecodeError(`${where} should be from 200 to 599`);
  return status;
};

/** All that lies between is kept in memory. */
const mostWrites = 1000;

const decodeWrites: Decoder<number> = (value, where) => {
  const count = decodePositive(value, where);
  if (count > mostWrites) throw new DecodeError(`${where} should be at most ${mostWrites}`);
  return count;
};

const decodeOccasion: Decoder<Occasion> = (value, where) => {
  const names = ['nth', 'every', 'probability'];
  assertMembers(value, where, names);
  const [name, ...more] = Object.keys(decodeRecord(value, where));
  if (name === undefined || more.length > 0) throw new DecodeError(`${where} should have one of ${names.join(', ')}`);
  if (name === 'probability') return { probability: member(value, where, name, decodeProbability) };
  const count = member(value, where, name, decodePositive);
  return name === 'nth' ? { nth: count } : { every: count };
};

const latencies: { readonly [Type in Latency['type']]: Shape<Latency> } = {
  fixed: {
    members: ['ms'],
    decode: (value, where) => ({ type: 'fixed', ms: member(value, where, 'ms', decodeMs) }),
  },
  uniform: {
    members: ['fromMs', 'toMs'],
    decode: (value, where) => ({
      type: 'uniform',
      fromMs: member(value, where, 'fromMs', decodeMs),
      toMs: member(value, where, 'toMs', decodeMs),
    }),
  },
  'long-tail': {
    members: ['medianMs', 'p99Ms'],
    decode: (value, where) => ({
      type: 'long-tail',
      medianMs: member(value, where, 'medianMs', decodePositive),
      p99Ms: member(value, where, 'p99Ms', decodePositive),
    }),
  },
};
const decodeLatency = taggedDecoder(latencies);

const faults: { readonly [Type in Fault['type']]: Shape<Fault> } = {
  'reset-before': { members: [], decode: () => ({ type: 'reset-before' }) },
  'reset-after': { members: [], decode: () => ({ type: 'reset-after' }) },
  status: {
    members: ['status', 'body'],
    decode: (value, where) => ({ type: 'status', ...decodeAnswer(value, where) }),
  },
  'status-after': {
    members: ['status', 'body'],
    decode: (value, where) => ({ type: 'status-after', ...decodeAnswer(value, where) }),
  },
  html: {
    members: ['status'],
    decode: (value, where) =>
      withoutUndefined({ type: 'html' as const, status: optionalMember(value, where, 'status', decodeStatus) }),
  },
  truncated: { members: [], decode: () => ({ type: 'truncated' }) },
  'late-commit': {
    members: ['status', 'afterRequests', 'afterMs'],
    decode: (value, where) =>
      withoutUndefined({
        type: 'late-commit' as const,
        status: optionalMember(value, where, 'status', decodeStatus),
        afterRequests: optionalMember(value, where, 'afterRequests', decodeCount),
        afterMs: optionalMember(value, where, 'afterMs', decodeMs),
      }),
  },
  stale: {
    members: ['writesAgo'],
    decode: (value, where) => ({ type: 'stale', writesAgo: member(value, where, 'writesAgo', decodeWrites) }),
  },
  'expire-tokens': { members: [], decode: () => ({ type: 'expire-tokens' }) },
};
const decodeFault = taggedDecoder(faults);

function decodeAnswer(value: unknown, where: string) {
  const { body } = decodeRecord(value, where);
  const status = member(value, where, 'status', decodeStatus);
  return body === undefined ? { status } : { status, body: body as Json };
}
