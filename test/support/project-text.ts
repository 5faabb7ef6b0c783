import { Document, Scalar } from 'yaml';
import { createShuffle } from '../../src/sandbox/shuffle.ts';
import type { ProjectInMemory } from './workflow.ts';
import { type Draft, type DraftValue, isDraft, Written } from './written-value.ts';

/** In which order things stand in files that mean the same. */
export interface Arrangement {
  /** Puts the members of mappings into another order. */
  readonly members: <Item>(items: readonly Item[]) => readonly Item[];
  /** Puts streams of a list into another order. */
  readonly streams: <Item>(items: readonly Item[]) => readonly Item[];
  /** Puts files into the order in which the disk lists them. */
  readonly files: <Item>(items: readonly Item[]) => readonly Item[];
}

const asWritten: Arrangement = { members: (it) => it, streams: (it) => it, files: (it) => it };

/** Writes the files of a project: every other document shares a file with the one before it. */
export function writeProject(documents: readonly Draft[], arrangement: Arrangement = asWritten): ProjectInMemory {
  const texts = documents.map((document) => new Document(arranged(document, arrangement)).toString({ lineWidth: 0 }));
  const files = texts.flatMap((text, index): [string, string][] => {
    if (index % 3 === 2) return [];
    const isShared = index % 3 === 1 && texts[index + 1] !== undefined;
    return [[`pipelines/f${index % 2}/${index}.yaml`, isShared ? `${text}---\n${texts[index + 1]}` : text]];
  });
  const written = collectWritten(documents);
  const project = projectFile(Object.assign({}, ...written.map(({ settings }) => settings)));
  const referred = Object.assign({}, ...written.map((it) => it.files));
  return {
    contents: { 'airplan.yaml': project, ...Object.fromEntries(arrangement.files(files)), ...referred },
    variables: Object.assign({}, ...written.map(({ variables }) => variables)),
  };
}

function projectFile(variables: Draft): string {
  const environment = { server: 'sandbox', workspace: 'default', variables };
  return new Document({ version: 1, environments: { test: environment } }).toString();
}

/** A document as its file spells it; maps, so that numeric keys keep the order they are given. */
function arranged(value: DraftValue, arrangement: Arrangement, name = ''): unknown {
  if (value instanceof Written) return scalarOf(value);
  if (Array.isArray(value)) {
    const items = name === 'streams' ? arrangement.streams(value) : value;
    return items.map((item: DraftValue) => arranged(item, arrangement));
  }
  if (!isDraft(value)) return value;
  const entries = arrangement.members(Object.entries(value));
  return new Map(entries.map(([member, inner]) => [member, arranged(inner, arrangement, member)]));
}

function scalarOf({ text, waives }: Written): Scalar {
  const scalar = new Scalar(text);
  if (waives !== undefined) scalar.comment = ` airplan-ignore ${waives}: made up`;
  return scalar;
}

function collectWritten(value: DraftValue): readonly Written[] {
  if (value instanceof Written) return [value];
  if (Array.isArray(value)) return value.flatMap(collectWritten);
  return isDraft(value) ? Object.values(value).flatMap(collectWritten) : [];
}

/** Puts everything whose order says nothing into another one. */
export function shuffled(seed: number): Arrangement {
  const shuffle = createShuffle(seed);
  return { members: shuffle, files: shuffle, streams: (streams) => shuffleStreams(streams, shuffle) };
}

/** Of patterns, the first that matches counts: they keep their order. */
function shuffleStreams<Item>(
  streams: readonly Item[],
  shuffle: <Any>(items: readonly Any[]) => readonly Any[],
): readonly Item[] {
  const patterns = streams.filter(isPattern);
  const moved = shuffle(streams);
  let next = 0;
  return moved.map((stream) => (isPattern(stream) ? (patterns[next++] ?? stream) : stream));
}

function isPattern(stream: unknown): boolean {
  const { name = '' } = stream as { readonly name?: string };
  return /[*?]/.test(name);
}
