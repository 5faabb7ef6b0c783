import { messageOf } from '../../../errors.ts';
import { postgresWords, sqlState } from '../../registry/postgres-words.ts';
import type { PostgresSettings } from './settings.ts';

type Words = (settings: PostgresSettings) => string;

/** What the operating system says, by its code. */
const systemWords: Readonly<Record<string, Words>> = {
  ECONNREFUSED: postgresWords.refused,
  ECONNRESET: ({ host, port }) => sqlState('08006', `${host}:${port} closed the connection.`),
  ERR_SOCKET_BAD_PORT: ({ port }) => sqlState('08001', `The port ${port} is none: ports go from 0 to 65535.`),
  ENOTFOUND: ({ host }) => sqlState('08001', `The host "${host}" is not known.`),
};

/** What the driver says, by a part of it. */
const driverWords: readonly (readonly [part: RegExp, words: Words])[] = [
  [
    /query read timeout/i,
    ({ host, port }) => sqlState('57014', `The database on ${host}:${port} takes too long to answer.`),
  ],
  [
    /timeout|connection terminated|error establishing/i,
    ({ host, port }) => sqlState('08006', `What listens on ${host}:${port} does not answer like PostgreSQL.`),
  ],
  [/client password must be/, ({ username }) => postgresWords.noPassword(username)],
  [/does not support SSL/, () => sqlState('08004', 'The server does not support SSL.')],
];

/** Why a run failed, as the connector puts it: the database's own words behind its code, where it said any. */
export function failureWords(error: unknown, settings: PostgresSettings): string {
  const code = codeOf(error);
  const message = messageOf(error);
  // Only what the database itself says has a severity, and its code is one of SQL.
  if (hasText(error, 'severity')) return sqlState(code, `${error.severity}: ${message}`);
  const words = systemWords[code] ?? driverWords.find(([part]) => part.test(message))?.[1];
  return words?.(settings) ?? sqlState('08006', `The connection could not be made: ${message}`);
}

/** Whether the same attempt with another encryption could do better. */
export function isAboutEncryption(error: unknown): boolean {
  return /does not support SSL|establishing an SSL|no encryption|SSL off/i.test(messageOf(error));
}

function codeOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return hasText(inner, 'code') ? inner.code : '';
}

function hasText<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, string>> {
  return typeof value === 'object' && value !== null && name in value && typeof Reflect.get(value, name) === 'string';
}
