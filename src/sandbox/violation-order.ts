import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { SchemaViolation } from '../util/json-schema.ts';

/**
 * Violations in the order in which the server's schema library comes upon them: of each schema the properties first,
 * then its keywords as they stand there; a combination before what is wrong with its branches.
 */
export function inServerOrder(
  violations: readonly SchemaViolation[],
  specification: JsonObject,
): readonly SchemaViolation[] {
  return violations
    .map((violation) => ({ violation, ranks: ranksOf(violation, specification) }))
    .sort((left, right) => compareRanks(left.ranks, right.ranks))
    .map(({ violation }) => violation);
}

const namesProperties: ReadonlySet<string> = new Set(['properties', 'patternProperties']);
const goesDeeper: ReadonlySet<string> = new Set(['items', 'additionalProperties']);

/** Where each step to the broken keyword stands among its neighbours; for items, which of them besides. */
function ranksOf({ schemaPath, path }: SchemaViolation, specification: JsonObject): readonly number[] {
  const ranks: number[] = [];
  let node: Json | undefined = specification;
  let isNaming = false;
  let depth = 0;
  for (const step of schemaPath.split('/').slice(1).map(decodeStep)) {
    ranks.push(rankOf(step, node));
    if (!isNaming && step === 'items') ranks.push(Number(path[depth]) || 0);
    if (isNaming || goesDeeper.has(step)) depth += 1;
    isNaming = !isNaming && namesProperties.has(step);
    node = isJsonObject(node) || Array.isArray(node) ? Reflect.get(node, step) : undefined;
  }
  return ranks;
}

function decodeStep(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

function rankOf(step: string, node: Json | undefined): number {
  if (!isJsonObject(node)) return Number(step);
  return step === 'properties' ? -1 : Object.keys(node).indexOf(step);
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (rank !== other) return rank - other;
  }
  return left.length - right.length;
}
