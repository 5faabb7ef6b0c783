import { secretMask } from '../../airbyte/wire.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/*
 * What makes a connector fail where nothing real is asked. The signs are the same for all connectors, the words are
 * each connector's own.
 */

/** Why a check of a configuration fails; nothing where it is good. */
export type Check = (configuration: JsonObject) => string | undefined;

/** One way to fail: whether it is so, and what is said then. */
export type Fault = readonly [isSo: boolean, words: string];

export function firstFault(faults: readonly Fault[]): string | undefined {
  return faults.find(([isSo]) => isSo)?.[1];
}

/** A host, bucket or path that starts with `fail`: nobody answers there. */
export function isDown(place: string): boolean {
  return /^fail/i.test(place);
}

/** A name that starts with `missing`: what it names is not there. */
export function isMissing(name: string): boolean {
  return /^missing/i.test(name);
}

/**
 * A secret that no server takes: `wrong`, an empty one, or the mask itself, which some requests store by mistake
 * (API §2.2). One that is not stated is fine: some servers ask for none.
 */
export function isRefused(secret: Json | undefined): boolean {
  return secret === 'wrong' || secret === '' || secret === secretMask;
}

/** The text of a member; empty where it is none. */
export function textOf(configuration: JsonObject, name: string): string {
  const value = configuration[name];
  return typeof value === 'string' ? value : '';
}

/** A member that is an object; an empty one where it is not. */
export function memberOf(configuration: JsonObject, name: string): JsonObject {
  const value = configuration[name];
  return isJsonObject(value) ? value : {};
}

/** The host of an address, the first folder of a path; lower case. */
export function hostOf(place: string): string {
  const [host = ''] = place
    .replace(/^\w+:\/\//, '')
    .replace(/^\//, '')
    .split(/[/:]/);
  return host.toLowerCase();
}
