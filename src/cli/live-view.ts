import { columnsOf } from '../util/visible.ts';

/** Where a live view is drawn. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** As it is now: people resize windows. */
  readonly size: () => { readonly columns: number; readonly rows: number };
}

/** Some lines at the end of a terminal that change in place. */
export interface LiveView {
  /** Writes over what is there, all at once: nothing is cleared before its new text stands, so nothing flickers. */
  readonly show: (lines: readonly string[]) => void;
  /** Takes the lines away, for what is to stay. */
  readonly clear: () => void;
}

const toEndOfLine = '\u001b[K';
const toEndOfScreen = '\u001b[J';

/** Lines have to fit the terminal: one that wraps would be two. */
export function createLiveView({ write, size }: Terminal): LiveView {
  let shown: readonly string[] = [];
  const back = (): string => (shown.length === 0 ? '' : `\r\u001b[${shown.length}A`);
  return {
    show: (lines) => {
      if (lines.join('\n') === shown.join('\n')) return;
      const rest = lines.length < shown.length ? toEndOfScreen : '';
      // Behind a line that is full the cursor still stands on its last column, which would be taken away.
      const { columns } = size();
      const ended = (line: string): string => `${line}${columnsOf(line) < columns ? toEndOfLine : ''}\n`;
      write(`${back()}${lines.map(ended).join('')}${rest}`);
      shown = lines;
    },
    clear: () => {
      if (shown.length > 0) write(`${back()}${toEndOfScreen}`);
      shown = [];
    },
  };
}
