import { type Decoder, decodeBoolean, decodeString, optionalMember } from '../util/decode.ts';

/** What a server says of a connector's run that was waited for (API §1.5: `SynchronousJobRead`). */
export interface JobInfo {
  /** False: the connector did not get as far as saying anything. */
  readonly hasSucceeded: boolean;
  /** Why not, in words for people where there are any. */
  readonly words: string | undefined;
}

export const decodeJobInfo: Decoder<JobInfo> = (value, where) => ({
  hasSucceeded: optionalMember(value, where, 'succeeded', decodeBoolean) ?? false,
  words: optionalMember(value, where, 'failureReason', (reason, inside) =>
    optionalMember(reason, inside, 'externalMessage', decodeString),
  ),
});
