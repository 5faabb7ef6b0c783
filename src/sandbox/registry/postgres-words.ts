/*
 * What a Postgres connector says when it fails: the state code of SQL, and the message behind it. The database's own
 * messages are in its own words.
 */

interface Place {
  readonly host: string;
  readonly port: number;
}

export function sqlState(code: string, message: string): string {
  return `State code: ${code}; Message: ${message}`;
}

export const postgresWords = {
  refused: ({ host, port }: Place) =>
    sqlState('08001', `Could not connect to "${host}" on port ${port}: connection refused. Is a database listening?`),
  noPassword: (username: string) =>
    sqlState('08004', `The server asks for the password of "${username}"; none is stated.`),
  wrongPassword: (username: string) =>
    sqlState('28P01', `FATAL: password authentication failed for user "${username}"`),
  noDatabase: (database: string) => sqlState('3D000', `FATAL: database "${database}" does not exist`),
  noSchemas: (database: string, schemas: readonly string[]) =>
    `The database "${database}" has no schema ${schemas.map((name) => `"${name}"`).join(', ')}.`,
  noSlot: (slot: string, plugin: string) => `The database has no replication slot "${slot}" for the plugin ${plugin}.`,
  noPublication: (publication: string) => `The database has no publication "${publication}".`,
};
