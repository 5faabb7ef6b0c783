import type { PlannedStreamJob } from '../model/stream-job.ts';
import { visible } from '../util/visible.ts';
import { hanging, textColumns, wrapped } from '../util/wrap.ts';
import { movedInWords } from './job-words.ts';
import type { Palette } from './palette.ts';

const consequences: Readonly<Record<PlannedStreamJob['action'], string>> = {
  refresh:
    'Refresh: these streams are read again from the start. Their rows stay; a stream that appends gets each of them a second time.',
  clear: 'Clear: what was written of these streams is deleted, and the next sync reads them again from the start.',
};

/** More streams than these are counted. */
const mostNames = 12;

/** What is about to be done to which streams, and what it costs. */
export function renderStreamJobs(planned: readonly PlannedStreamJob[], palette: Palette): string {
  const [first] = planned;
  if (first === undefined) return '';
  const lines = planned.flatMap(({ connection, names, streams, last, runningId }) => [
    `  ${palette.bold(visible(connection.key))}`,
    ...hanging(`      ${streams.length === 0 ? 'all streams: ' : 'streams: '}`, visible(namesInWords(names))),
    ...(last === undefined ? [] : hanging('      ', `the last sync moved ${movedInWords(last)}`)),
    ...(runningId === undefined
      ? []
      : hanging('      ', palette.yellow(`job ${runningId}, which runs now, is cancelled for it`))),
  ]);
  return [wrapped(consequences[first.action], textColumns), ...lines, ''].join('\n');
}

function namesInWords(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
