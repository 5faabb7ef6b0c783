import { messageOf } from '../../../errors.ts';
import type { PostgresSettings } from './settings.ts';

type Words = (settings: PostgresSettings) => string;

/** What the operating system says, by its code. */
const systemWords: Readonly<Record<string, Words>> = {
  ECONNREFUSED: ({ host, port }) =>
    `State code: 08001; Message: Connection to ${host}:${port} refused. Is a database server listening there?`,
  ECONNRESET: ({ host, port }) => `State code: 08006; Message: ${host}:${port} closed the connection.`,
  ENOTFOUND: ({ host }) => `State code: 08001; Message: The host "${host}" is not known.`,
};

/** What the driver says, by a part of it. */
const driverWords: readonly (readonly [part: RegExp, words: Words])[] = [
  [
    /timeout|connection terminated|error establishing|password must be a string/i,
    ({ host, port }) => `State code: 08006; Message: What listens on ${host}:${port} does not answer like PostgreSQL.`,
  ],
  [
    /client password must be/,
    ({ username }) => `State code: 08004; Message: The server asks for the password of "${username}"; none is stated.`,
  ],
  [/does not support SSL/, () => 'State code: 08004; Message: The server does not support SSL.'],
  [/certificate|PEM|hostname\/IP/i, () => 'State code: 08006; Message: The certificates of the connection do not fit.'],
];

/** Why a run failed, as the connector puts it: the database's own words behind its code, where it said any. */
export function failureWords(error: unknown, settings: PostgresSettings): string {
  const code = codeOf(error);
  const message = messageOf(error);
  const words = systemWords[code] ?? driverWords.find(([part]) => part.test(message))?.[1];
  if (isState(code)) return `State code: ${code}; Message: ${severityOf(error)}: ${message}`;
  return words?.(settings) ?? `State code: 08006; Message: ${message}`;
}

/** Whether the same attempt with another encryption could do better. */
export function isAboutEncryption(error: unknown): boolean {
  return /does not support SSL|establishing an SSL|no encryption|SSL off/i.test(messageOf(error));
}

/** Codes of the database have five signs, those of the operating system are words. */
function isState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && systemWords[code] === undefined;
}

function codeOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return hasText(inner, 'code') ? inner.code : '';
}

function severityOf(error: unknown): string {
  return hasText(error, 'severity') ? error.severity : 'ERROR';
}

function hasText<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, string>> {
  return typeof value === 'object' && value !== null && name in value && typeof Reflect.get(value, name) === 'string';
}
