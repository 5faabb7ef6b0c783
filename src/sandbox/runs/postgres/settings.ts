import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';

const replicationMethods = ['Standard', 'Xmin', 'CDC'] as const;
export type ReplicationMethod = (typeof replicationMethods)[number];

/** The certificates of an encrypted connection; empty where none is stated. */
export interface Encryption {
  readonly mode: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly passphrase: string;
}

/** A configuration of the Postgres source, as far as it says how to read a database. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly schemas: readonly string[];
  readonly encryption: Encryption;
  readonly method: ReplicationMethod;
  readonly slot: string;
  readonly plugin: string;
  readonly publication: string;
  /** Reached through another machine, so that the host is not one of this one. */
  readonly isTunnelled: boolean;
}

/** Nothing is taken for granted: a check before creation is not held to the specification (API §1.5). */
export function decodeSettings(configuration: JsonObject): PostgresSettings {
  const { host, port, database, username, password, schemas } = configuration;
  const replication = member(configuration, 'replication_method');
  return {
    host: text(host),
    port: typeof port === 'number' ? port : 5432,
    database: text(database),
    username: text(username),
    password: text(password),
    schemas: Array.isArray(schemas) && schemas.length > 0 ? schemas.map(text) : ['public'],
    encryption: decodeEncryption(member(configuration, 'ssl_mode')),
    method: replicationMethods.find((method) => method === replication.method) ?? 'Standard',
    slot: text(replication.replication_slot),
    plugin: text(replication.plugin) || 'pgoutput',
    publication: text(replication.publication),
    isTunnelled: !['', 'NO_TUNNEL'].includes(text(member(configuration, 'tunnel_method').tunnel_method)),
  };
}

function decodeEncryption(stated: JsonObject): Encryption {
  return {
    mode: text(stated.mode) || 'prefer',
    authority: text(stated.ca_certificate),
    certificate: text(stated.client_certificate),
    key: text(stated.client_key),
    passphrase: text(stated.client_key_password),
  };
}

function member(configuration: JsonObject, name: string): JsonObject {
  const value = configuration[name];
  return isJsonObject(value) ? value : {};
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
