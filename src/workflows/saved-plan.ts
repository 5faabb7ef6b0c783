import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Place } from '../model/issue.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { decodeSavedPlan, encodeSavedPlan, type SavedPlan } from '../plan/saved-plan.ts';
import { DecodeError, decodeRecord, decodeString, listOf, optionalMember } from '../util/decode.ts';
import type { PlannedWork, PlanRequest } from './plan.ts';
import { indexLive, preconditionOf } from './preconditions.ts';

export type { SavedPlan } from '../plan/saved-plan.ts';

/** The text of a plan file, for `apply FILE` and `show FILE`. */
export function toPlanFile(work: PlannedWork, asked: PlanRequest): string {
  // What the base says is in the plan: whoever applies it may not have that commit.
  const { parallelism: _ofThisRun, base: _inThePlan, ...request } = asked;
  const { plan } = work;
  const live = indexLive(work);
  const preconditions = Object.fromEntries(plan.changes.map((change) => [change.key, preconditionOf(change, live)]));
  return encodeSavedPlan({ plan, preconditions, request: { ...request, environment: plan.environment } as JsonObject });
}

/** True for what `plan --out` writes, whatever its version. */
export function isPlanFile(value: JsonObject): boolean {
  return typeof value.formatVersion === 'string' && isJsonObject(value.saved);
}

/**
 * A plan out of a file.
 *
 * @param file - its name, for the error
 * @throws {InvalidFilesError} for anything that `plan --out` does not write
 */
export function parsePlanFile(text: string, file: string): SavedPlan {
  const value = parseJson(text, file);
  if (!isJsonObject(value) || !isPlanFile(value)) throw unreadable(file, whatElse(value), savingHint);
  if (value.formatVersion !== '1.0') {
    const words = `has format ${JSON.stringify(value.formatVersion)}, and this airplan reads "1.0"`;
    throw unreadable(file, words, 'make a new plan with this version, or show it with the one that saved it');
  }
  try {
    return decodeSavedPlan(value, 'the plan');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw unreadable(file, `is no saved plan that airplan has written: ${error.message}`, savingHint);
  }
}

function whatElse(value: unknown): string {
  const isPrinted = isJsonObject(value) && Array.isArray(value.changes);
  return isPrinted ? 'is a plan as "--format json" prints it, and no saved one' : 'is no saved plan';
}

const savingHint = 'save a plan with "airplan plan --out plan.json"';

/** What is wrong is told without the words of the parser, which quote the file: it may be any file. */
function parseJson(text: string, file: string): unknown {
  try {
    // Some shells begin a file with a byte order mark when they copy it.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const offset = position === undefined ? text.length : Number(position);
    throw unreadable(file, 'is no JSON, or only a part of it', savingHint, placeAt(text.slice(0, offset), file));
  }
}

function placeAt(before: string, file: string): Place {
  const lines = before.split('\n');
  return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1, length: 1, lineText: '' };
}

function unreadable(file: string, words: string, hint: string, place?: Place): InvalidFilesError {
  const message = `"${file}" ${words}`;
  return new InvalidFilesError([
    { rule: 'unreadable-plan', severity: 'error', message, hint, ...(place === undefined ? {} : { place }) },
  ]);
}

/**
 * The request that a plan was made by, to be made again.
 *
 * @throws {InvalidFilesError} for a request that nobody could have made
 */
export function savedRequest({ request, plan }: SavedPlan, file: string): PlanRequest {
  try {
    const { select = [], exclude = [], parallelism: _ofThatRun, ...others } = decodeRequest(request);
    return { ...others, select, exclude, environment: plan.environment };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw unreadable(file, `is no saved plan that airplan has written: ${error.message}`, savingHint);
  }
}

type RequestMembers = Readonly<Record<string, string | boolean | readonly string[]>> & Partial<PlanRequest>;

/** Flags are texts, lists of texts, or on and off. */
function decodeRequest(value: unknown): RequestMembers {
  const where = 'saved.request';
  for (const name of ['select', 'exclude']) optionalMember(value, where, name, listOf(decodeString));
  for (const [name, flag] of Object.entries(decodeRecord(value, where))) {
    if (Array.isArray(flag)) listOf(decodeString)(flag, `${where}.${name}`);
    else if (typeof flag !== 'boolean') decodeString(flag, `${where}.${name}`);
  }
  return value as RequestMembers;
}
