import { stripVTControlCharacters } from 'node:util';
import { renderError } from '../render/error.ts';
import { statusFormats, statusFrame } from '../render/status.ts';
import { renderStatusChanges } from '../render/status-changes.ts';
import { cutTo } from '../util/cell.ts';
import { columnsOf } from '../util/visible.ts';
import type { Look } from '../workflows/watch-status.ts';
import type { CommandContext } from './context.ts';
import { createLiveView, type Terminal } from './live-view.ts';

/** Shows one look after another. */
export type ShowLook = (look: Look) => void;

/** On a terminal in place; elsewhere whole once, and then what is new. */
export function showsLooks(format: keyof typeof statusFormats, everyMs: number, context: CommandContext): ShowLook {
  const { terminal, isInteractive } = context;
  if (format !== 'text') return documents(format, context);
  return terminal !== undefined && isInteractive ? inPlace(terminal, everyMs, context) : asLines(context);
}

function inPlace(terminal: Terminal, everyMs: number, { palette }: CommandContext): ShowLook {
  const view = createLiveView(terminal);
  return ({ status, trouble }) => {
    const { rows, columns } = terminal.size();
    const lines = statusFrame(status, { rows, everyMs, trouble: trouble?.message }, palette);
    view.show(lines.map((line) => fitted(line, columns)));
  };
}

/** A line that wraps would be two, and the view would not find back. */
function fitted(line: string, columns: number): string {
  return columnsOf(line) <= columns ? line : cutTo(stripVTControlCharacters(line), columns);
}

function asLines(context: CommandContext): ShowLook {
  const tellTrouble = troubleTeller(context);
  return (look) => {
    const { status, before } = look;
    tellTrouble(look);
    if (before === undefined) context.print(statusFormats.text(status, context.palette));
    else for (const line of renderStatusChanges(before, status)) context.print(line);
  };
}

/** One after the other, each whole, where something is new. */
function documents(format: keyof typeof statusFormats, context: CommandContext): ShowLook {
  const tellTrouble = troubleTeller(context);
  return (look) => {
    const { status, before } = look;
    tellTrouble(look);
    const isNews = before === undefined || renderStatusChanges(before, status).length > 0;
    if (isNews) context.print(statusFormats[format](status, context.palette));
  };
}

/** Tells once of trouble that lasts. */
function troubleTeller({ tell, palette }: CommandContext): ShowLook {
  let told: string | undefined;
  return ({ trouble }) => {
    if (trouble !== undefined && trouble.message !== told) tell(renderError(trouble, palette));
    told = trouble?.message;
  };
}
