import { expect, test } from 'vitest';
import { compareConnection } from '../../src/diff/compare.ts';
import type { LiveStream } from '../../src/model/live.ts';
import type { StreamChangeChoice } from '../../src/model/resource.ts';
import type { StreamSelection } from '../../src/model/stream.ts';
import { stepBehind } from '../../src/plan/stream-step.ts';
import { aDesiredConnection, aLiveConnection, aLiveStream, aPlannedConnection, aStreamSelection } from '../builders.ts';

const appended = { destinationSyncMode: 'append' } as const;

function stepFor(
  whenStreamsChange: StreamChangeChoice,
  liveStreams: readonly LiveStream[],
  selections: readonly StreamSelection[],
) {
  const live = aLiveConnection({ streams: liveStreams });
  const { streams } = aPlannedConnection({ streams: { state: 'known', selections } });
  const fields = compareConnection(aPlannedConnection({ streams }), live);
  return stepBehind({ desired: aDesiredConnection({ whenStreamsChange }), live }, streams, fields);
}

test('streams that stay and change are named, sorted; others are not', () => {
  const live = ['b', 'a', 'same', 'gone'].map((name) => aLiveStream({ name }));
  const selections = [
    aStreamSelection({ name: 'b', ...appended }),
    aStreamSelection({ name: 'a', ...appended }),
    aStreamSelection({ name: 'same' }),
    aStreamSelection({ name: 'new' }),
  ];

  expect(stepFor('clear', live, selections)).toEqual({ action: 'clear', streams: [{ name: 'a' }, { name: 'b' }] });
  expect(stepFor('none', live, selections)).toBeUndefined();
});

test('a stream that reads like one which changes is left alone', () => {
  const live = [aLiveStream({ name: 'a.b' }), aLiveStream({ name: 'b', namespace: 'a' })];
  const selections = [aStreamSelection({ name: 'a.b' }), aStreamSelection({ name: 'b', namespace: 'a', ...appended })];

  expect(stepFor('refresh', live, selections)).toEqual({
    action: 'refresh',
    streams: [{ name: 'b', namespace: 'a' }],
  });
});

test('a stream that waits for its step has it, though nothing else is to change', () => {
  const live = [{ ...aLiveStream({ name: 'a' }), isStepPending: true } as const, aLiveStream({ name: 'b' })];
  const selections = [aStreamSelection({ name: 'a' }), aStreamSelection({ name: 'b' })];

  expect(stepFor('refresh', live, selections)).toEqual({ action: 'refresh', streams: [{ name: 'a' }] });
  expect(stepFor('none', live, selections)).toBeUndefined();
});
