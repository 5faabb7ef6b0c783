import { InvalidFlagsError } from '../errors.ts';
import { findClosest, findTypingError } from '../util/suggest.ts';

/** What a command line is held against. */
export interface KnownWords {
  /** The command that it names; absent: none of those that there are. */
  readonly command?: string;
  /** How the command is written: `show <plan-file>`. */
  readonly usage?: string;
  /** Names of the command's flags, without dashes. */
  readonly flags: readonly string[];
}

type Words = (match: RegExpExecArray, argv: readonly string[], known: KnownWords) => readonly [string, string?];

/** What yargs says, in words that name what was written and what may have been meant. */
const translations: readonly (readonly [RegExp, Words])[] = [
  [/^did you mean (.+)\?$/i, ([, meant], [written]) => [`there is no command "${written}"`, `did you mean ${meant}?`]],
  [/^unknown (?:argument|command)s?: ([^,]+)/i, ([, name = ''], argv, known) => unknownWords(name, argv, known)],
  [
    /^not enough non-option arguments/i,
    (_match, _argv, { command, usage = command }) => [
      `"airplan ${command}" does not say of what`,
      `write airplan ${usage}; "airplan ${command} --help" says more`,
    ],
  ],
  [/^not enough arguments following: (\S+)/i, ([, name = '']) => [`${asFlag(name)} wants a value`]],
  [
    /^invalid values:\s+argument: (\S+), given: (.+), choices: (.+)/i,
    ([, name = '', given, choices = ''], _argv, { flags, usage = '' }) => [
      `${flags.includes(name) && !isPositional(name, usage) ? asFlag(name) : name} cannot be ${given}`,
      `one of: ${choices.replaceAll('"', '')}`,
    ],
  ],
];

/** A complaint of yargs about a command line, in words of our own where there are some. */
export function flagsError(complaint: string, argv: readonly string[], known: KnownWords): InvalidFlagsError {
  const usualHint = known.command === undefined ? 'see "airplan --help"' : `see "airplan ${known.command} --help"`;
  for (const [pattern, words] of translations) {
    const match = pattern.exec(complaint);
    if (match === null) continue;
    const [message, hint = usualHint] = words(match, argv, known);
    return new InvalidFlagsError(message, { hint });
  }
  return new InvalidFlagsError(complaint.charAt(0).toLowerCase() + complaint.slice(1), { hint: usualHint });
}

function unknownWords(
  name: string,
  argv: readonly string[],
  { command, flags }: KnownWords,
): readonly [string, string?] {
  if (command === undefined) return [`there is no command "${name}"`];
  const isFlag = argv.some((word) => /^--?/.test(word) && word.replace(/^-+/, '').split('=')[0] === name);
  if (!isFlag) {
    const message = `"airplan ${command}" does not take "${name}"`;
    return isSelector(name) && flags.includes('select') ? [message, `write --select ${name}`] : [message];
  }
  const closest = findTypingError(name, flags) ?? findClosest(name, flags);
  const message = `"airplan ${command}" has no flag ${asFlag(name)}`;
  return closest === undefined ? [message] : [message, `did you mean ${asFlag(closest)}?`];
}

function isSelector(name: string): boolean {
  return /^\+?(definition|source|destination|connection|\*)\//.test(name);
}

/** Whether it is a word behind the command, and no flag. */
function isPositional(name: string, usage: string): boolean {
  return usage.includes(`<${name}>`) || usage.includes(`[${name}]`);
}

function asFlag(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
