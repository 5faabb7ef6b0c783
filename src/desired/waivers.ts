import { Lexer } from 'yaml';
import type { Issue, Place } from '../model/issue.ts';
import { groupedBy } from '../util/group.ts';
import { anError } from './finding.ts';
import { placeAt, type SourceText, sourceText } from './source-text.ts';

/** A comment that lets a finding pass: `# airplan-ignore rule-id: reason`. */
export interface Waiver {
  readonly rule: string;
  readonly place: Place;
  /** The line that it is about: its own, or the next one that is more than a comment. */
  readonly line: number;
  /** One without a reason lets pass what it is about, but is a finding itself. */
  readonly hasReason: boolean;
}

export interface ReadWaivers {
  readonly waivers: readonly Waiver[];
  /** Waivers that do not say what they waive, or why. */
  readonly issues: readonly Issue[];
}

/** Rules that nothing is known of without the specification of a connector. */
export const specificationRules: readonly string[] = ['literal-secret', 'unknown-property', 'quoted-secret'];

/** Rules that look at all resources at once, so that nothing is told by them while one of them is broken. */
export const wholeProjectRules: readonly string[] = ['unused-source', 'unused-destination', 'shared-table'];

const word = 'airplan-ignore';
/** Errors that a file may let pass; of warnings it may any. */
const waivableErrors = ['literal-secret'];
/** What the lexer puts between pieces of the text to say what comes next. */
const scalarMark = '\u001f';
const marks = [scalarMark, '\u0002', '\u0018'];

/** The waivers in the comments of some files. */
export function readWaivers(texts: ReadonlyMap<string, string>): ReadWaivers {
  const read = [...texts].map(([file, text]) => (text.includes(word) ? waiversIn(sourceText(file, text)) : none));
  return { waivers: read.flatMap(({ waivers }) => waivers), issues: read.flatMap(({ issues }) => issues) };
}

export interface Waived {
  /** The findings that no waiver lets pass. */
  readonly issues: readonly Issue[];
  /** The waivers that no finding needed. */
  readonly unneeded: readonly Waiver[];
}

/** Takes out the findings that are waived. */
export function withoutWaived(issues: readonly Issue[], waivers: readonly Waiver[]): Waived {
  const byPlace = groupedBy(waivers, ({ rule, line, place }) => keyOf(rule, place.file, line));
  const used = new Set<Waiver>();
  const left = issues.filter(({ rule, severity, place }) => {
    const found = place === undefined ? undefined : byPlace.get(keyOf(rule, place.file, place.line));
    if (found === undefined || (severity === 'error' && !waivableErrors.includes(rule))) return true;
    for (const waiver of found) used.add(waiver);
    return false;
  });
  return { issues: left, unneeded: waivers.filter((waiver) => !used.has(waiver)) };
}

/** A test for warnings, by rule and place. */
export function waivedBy(waivers: readonly Waiver[]): (rule: string, place: Place) => boolean {
  const known = new Set(waivers.map(({ rule, place, line }) => keyOf(rule, place.file, line)));
  return (rule, { file, line }) => known.has(keyOf(rule, file, line));
}

/**
 * Warnings for waivers that nothing needed.
 *
 * @param isJudged - false for a waiver whose finding could not be looked for; it is not told to be of no use
 */
export function unusedWaivers(unneeded: readonly Waiver[], isJudged: (waiver: Waiver) => boolean): readonly Issue[] {
  return unneeded.filter((waiver) => waiver.hasReason && isJudged(waiver)).map(unusedWaiver);
}

const none: ReadWaivers = { waivers: [], issues: [] };

function waiversIn(source: SourceText): ReadWaivers {
  const waivers: Waiver[] = [];
  const issues: Issue[] = [];
  for (const { start, text } of commentsIn(source.text)) {
    const found = /^#\s*airplan-ignore(?![\w-])\s*([\w-]*)\s*:?\s*(.*?)\s*$/.exec(text);
    if (found === null) continue;
    const [, rule = '', reason = ''] = found;
    const place = placeAt(source, start, start + text.trimEnd().length);
    if (rule === '' || reason === '') issues.push(emptyWaiver(rule, place));
    if (rule !== '') waivers.push({ rule, place, line: lineAbout(place, source), hasReason: reason !== '' });
  }
  return { waivers, issues };
}

interface Comment {
  readonly start: number;
  readonly text: string;
}

/** The comments of a YAML text: what looks like one inside of a value is none. */
function commentsIn(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let start = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && previous !== scalarMark) comments.push({ start, text: token });
    if (!marks.includes(token)) start += token.length;
    previous = token;
  }
  return comments;
}

function lineAbout({ line, column, lineText }: Place, { text }: SourceText): number {
  if (lineText.slice(0, column - 1).trim() !== '') return line;
  const below = text.split('\n').slice(line);
  const next = below.findIndex((other) => !/^\s*(#|$)/.test(other));
  return next < 0 ? line : line + 1 + next;
}

function emptyWaiver(rule: string, place: Place): Issue {
  const message = rule === '' ? 'this waiver does not name a rule' : `this waiver of "${rule}" gives no reason`;
  const hint = `write "# ${word} ${rule || 'rule-id'}: why it is all right here"`;
  return anError('waiver-without-reason', message, { place, hint });
}

function unusedWaiver({ rule, place }: Waiver): Issue {
  return {
    rule: 'unused-waiver',
    severity: 'warning',
    message: `nothing here has to be waived for "${rule}"`,
    place,
    hint: 'remove the comment, or move it to the line above the finding',
  };
}

function keyOf(rule: string, file: string, line: number): string {
  return `${rule}\n${file}\n${line}`;
}
