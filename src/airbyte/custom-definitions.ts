import type { JsonObject } from '../model/json.ts';
import { customConnectors, type Definition, type LiveDefinition } from '../model/live.ts';
import type { ActorKind } from '../model/resource.ts';
import {
  decodeBoolean,
  decodeNothing,
  decodeNumber,
  decodeString,
  listOf,
  member,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';
import type { About } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeDefinition, listDefinitions } from './definitions.ts';

/** A docker image that is to become a connector. */
export interface ImageWrite {
  readonly name: string;
  readonly dockerRepository: string;
  readonly dockerImageTag: string;
  readonly documentationUrl: string;
}

/** Running an image for its specification may first have to fetch it. */
const createTimeoutMs = 600_000;

/** The calls for the custom connectors of one kind (API §1.3). */
export function definitionHandler(kind: ActorKind) {
  return {
    /** Sorted by name, then id. */
    list: async (client: Client, workspaceId: string): Promise<readonly LiveDefinition[]> =>
      customConnectors(await listDefinitions(client, kind, workspaceId), kind),

    create: (client: Client, workspaceId: string, image: ImageWrite, about?: About): Promise<Definition> =>
      client.call({
        path: `${kind}_definitions/create_custom`,
        body: { workspaceId, [`${kind}Definition`]: image },
        effect: 'create',
        decode: decodeDefinition(kind),
        timeoutMs: createTimeoutMs,
        about,
      }),

    /** Servers before 1.7 know no `workspaceId` here, and ignore it. */
    update: (
      client: Client,
      {
        id,
        ...change
      }: { readonly id: string; readonly workspaceId: string; readonly name: string; readonly dockerImageTag: string },
      about?: About,
    ): Promise<Definition> =>
      client.call({
        path: `${kind}_definitions/update`,
        body: { [`${kind}DefinitionId`]: id, ...change },
        effect: 'write',
        decode: decodeDefinition(kind),
        timeoutMs: createTimeoutMs,
        about,
      }),

    /** Deletes its sources or destinations with it. */
    delete: (client: Client, id: string, about?: About): Promise<undefined> =>
      client.call({
        path: `${kind}_definitions/delete`,
        body: { [`${kind}DefinitionId`]: id },
        effect: 'write',
        decode: decodeNothing,
        about,
      }),
  };
}

/** One version of a manifest; what is in it no server tells (API §1.8). */
export interface ManifestVersion {
  readonly version: number;
  readonly isActive: boolean;
  readonly description: string;
}

interface Declarative {
  readonly workspaceId: string;
  readonly sourceDefinitionId: string;
}

/** @throws {ApiError} 400 for a connector that is no declarative one */
export function listManifests(client: Client, which: Declarative): Promise<readonly ManifestVersion[]> {
  return client.call({
    path: 'declarative_source_definitions/list_manifests',
    body: which,
    effect: 'read',
    decode: (value, where) =>
      member(
        value,
        where,
        'manifestVersions',
        listOf((version, inside) => ({
          version: member(version, inside, 'version', decodeNumber),
          isActive: optionalMember(version, inside, 'isActive', decodeBoolean) ?? false,
          description: optionalMember(version, inside, 'description', decodeString) ?? '',
        })),
      ),
  });
}

export interface ManifestWrite {
  readonly version: number;
  readonly description: string;
  readonly manifest: JsonObject;
  /** As the API has it: `connectionSpecification`, and `documentationUrl` if there is one. */
  readonly spec: JsonObject;
}

/** Makes a draft of the connector builder; nothing can run it before it is published. */
export function createBuilderProject(
  client: Client,
  {
    workspaceId,
    ...builderProject
  }: {
    readonly workspaceId: string;
    readonly name: string;
    readonly draftManifest: JsonObject;
  },
  about: About,
): Promise<{ readonly id: string }> {
  return client.call({
    path: 'connector_builder_projects/create',
    body: { workspaceId, builderProject },
    effect: 'create',
    decode: (value, where) => ({ id: member(value, where, 'builderProjectId', decodeString) }),
    about,
  });
}

/** Makes a connector with its first manifest, which is the one that runs. Each call makes another connector. */
export function publishBuilderProject(
  client: Client,
  {
    manifest,
    ...project
  }: {
    readonly workspaceId: string;
    readonly builderProjectId: string;
    readonly name: string;
    readonly manifest: ManifestWrite;
  },
  about: About,
): Promise<{ readonly id: string }> {
  return client.call({
    path: 'connector_builder_projects/publish',
    body: { ...project, initialDeclarativeManifest: manifest },
    effect: 'create',
    decode: (value, where) => ({ id: member(value, where, 'sourceDefinitionId', decodeString) }),
    about,
  });
}

/** Adds a version and makes it the one that runs. @throws {ApiError} 409 when there is such a version */
export function createManifest(
  client: Client,
  which: Declarative,
  { manifest, about }: { readonly manifest: ManifestWrite; readonly about: About },
): Promise<undefined> {
  return client.call({
    path: 'declarative_source_definitions/create_manifest',
    body: withoutUndefined({ ...which, setAsActiveManifest: true, declarativeManifest: manifest }),
    effect: 'write',
    decode: decodeNothing,
    about,
  });
}
