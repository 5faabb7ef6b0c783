import type { PipelineGraph, PipelineNode } from '../../model/pipeline-graph.ts';
import { type Action, actions } from '../../model/plan.ts';
import { resourceKinds } from '../../model/resource.ts';
import type { JobState } from '../../model/status.ts';
import { columnsOf, visible } from '../../util/visible.ts';
import { causeWords } from '../causes.ts';
import { actionMarks } from '../plan.ts';

/** How the last job went, as far as that is worth a word. */
export const lastJobWords: Readonly<Record<JobState, string>> = {
  running: 'running',
  succeeded: 'last job succeeded',
  failed: 'last job failed',
  cancelled: 'last job cancelled',
  never: 'never ran',
  unknown: 'last job unknown',
};

/** A name, behind the mark of what happens to it. */
export function nodeName({ name, action }: PipelineNode): string {
  return action === undefined ? visible(name) : `${actionMarks[action]} ${visible(name)}`;
}

/** What else there is to say of a resource, what matters most first. */
export function nodeRemarks({ action, fields = 0, causes = [], lastJob, about }: PipelineNode): readonly string[] {
  const size = action === 'update' && fields > 0 ? ` ${fields === 1 ? '1 field' : `${fields} fields`}` : '';
  return [
    ...(lastJob === undefined ? [] : [lastJobWords[lastJob]]),
    ...(action === undefined ? [] : [`${action}${size}`]),
    ...causes.map((cause) => causeWords[cause]),
    ...(about === undefined ? [] : [visible(about)]),
  ];
}

const plurals = {
  definition: 'definitions',
  source: 'sources',
  destination: 'destinations',
  connection: 'connections',
};

/** In words, what there is to see: `2 sources, 1 destination, 3 connections`. */
export function graphSummary({ nodes }: PipelineGraph): string {
  const counts = resourceKinds.map((kind) => ({ kind, count: nodes.filter((node) => node.kind === kind).length }));
  const told = counts
    .filter(({ kind, count }) => kind !== 'definition' || count > 0)
    .map(({ kind, count }) => `${count} ${count === 1 ? kind : plurals[kind]}`);
  return told.join(', ');
}

/** The actions that there are, in their order. */
export function actionsIn({ nodes }: PipelineGraph): readonly Action[] {
  return actions.filter((action) => nodes.some((node) => node.action === action));
}

const segments = new Intl.Segmenter('en');

/** A text of at most so many columns, with a mark where the rest is missing; no character is taken apart. */
export function cutToColumns(text: string, columns: number): string {
  return cutTo(text, columns, columnsOf);
}

/** A text that takes at most so many pixels, by a guess that does for fonts without serifs. */
export function cutToWidth(text: string, pixels: number, fontSize: number): string {
  return cutTo(text, pixels / fontSize, widthOf);
}

/** Of one character, in parts of the size of the font. */
function widthOf(character: string): number {
  if (columnsOf(character) > 1) return columnsOf(character) * 0.6;
  if (/[mwMW@%]/.test(character)) return 0.92;
  if (/[A-Z&+~±]/.test(character)) return 0.72;
  return /[ijlft.,:;|'! ]/.test(character) ? 0.34 : 0.58;
}

function cutTo(text: string, room: number, measure: (character: string) => number): string {
  const characters = [...segments.segment(text)].map(({ segment }) => segment);
  const ends: number[] = [];
  for (const character of characters) ends.push((ends.at(-1) ?? 0) + measure(character));
  if ((ends.at(-1) ?? 0) <= room) return text;
  const kept = ends.filter((end) => end <= room - 1).length;
  return `${characters.slice(0, kept).join('')}…`;
}
