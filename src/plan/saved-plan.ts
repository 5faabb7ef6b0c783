import type { JsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { DecodeError, type Decoder, decodeRecord, decodeString, listOf, member } from '../util/decode.ts';
import { assertShallow, decodePlan } from './decode-plan.ts';
import { sealPlaces, secretPlaces } from './secret-places.ts';

/**
 * What a live object was when the plan was made: a digest for each of its parts, by path. `absent` for what the plan
 * creates.
 */
export type Precondition = 'absent' | Readonly<Record<string, string>>;

/** A plan with all that tells later whether it still fits. */
export interface SavedPlan {
  readonly plan: Plan;
  /** How it was asked for: environment, selection and so on. */
  readonly request: JsonObject;
  /** By key of the change. */
  readonly preconditions: Readonly<Record<string, Precondition>>;
}

/** The text of a plan file: the plan as `--format json` prints it, and beside it what only airplan needs. */
export function encodeSavedPlan({ plan, request, preconditions }: SavedPlan): string {
  const saved = { request, preconditions, secrets: secretPlaces(plan) };
  return `${JSON.stringify({ ...plan, saved }, undefined, 2)}\n`;
}

/**
 * The other way round. Secrets know nothing but their label then: such a plan is to be shown and compared, not sent.
 *
 * @param value - just parsed; its labels are sealed in place
 * @throws {DecodeError} for what no `encodeSavedPlan` has written
 */
export const decodeSavedPlan: Decoder<SavedPlan> = (value, where) => {
  assertShallow(value, where);
  const { saved, ...plan } = decodeRecord(value, where);
  if (saved === undefined) throw new DecodeError(`${where} has no member "saved"`);
  sealPlaces(plan, member(saved, 'saved', 'secrets', listOf(decodeString)));
  return {
    plan: decodePlan(plan, where),
    request: member(saved, 'saved', 'request', decodeRecord) as JsonObject,
    preconditions: member(saved, 'saved', 'preconditions', decodePreconditions),
  };
};

const decodePreconditions: Decoder<SavedPlan['preconditions']> = (value, where) => {
  for (const [key, parts] of Object.entries(decodeRecord(value, where))) {
    if (parts === 'absent') continue;
    for (const digest of Object.values(decodeRecord(parts, `${where}["${key}"]`))) {
      decodeString(digest, `${where}["${key}"]`);
    }
  }
  return value as SavedPlan['preconditions'];
};
