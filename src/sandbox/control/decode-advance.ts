import { type Decoder, member } from '../../util/decode.ts';
import { assertMembers, decodeMs } from './decode-parts.ts';

/** By how many milliseconds the clock is to be put forward. */
export const decodeAdvance: Decoder<number> = (value, where) => {
  assertMembers(value, where, ['advanceMs']);
  return member(value, where, 'advanceMs', decodeMs);
};
