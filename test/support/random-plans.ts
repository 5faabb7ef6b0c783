import type { ConfigurationValue } from '../../src/model/configuration.ts';
import {
  type Action,
  actions,
  type Change,
  type Effect,
  effectWeights,
  type FieldChange,
  type Plan,
} from '../../src/model/plan.ts';
import { type ResourceKind, resourceKey, resourceKinds } from '../../src/model/resource.ts';
import {
  aCreate,
  aDelete,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedDefinition,
  aPlannedDestination,
  aPlannedSource,
  aReplace,
} from '../builders.ts';
import { hostileNames } from './hostile-names.ts';

export interface PlanSize {
  /** At most. */
  readonly changes: number;
  readonly leastChanges?: number;
  readonly fields: number;
}

/** A plan of a seed: the same each time. Names and values are as bad as they get. */
export function randomPlan(seed: number, { changes: most, leastChanges: least = 0, fields }: PlanSize): Plan {
  const draw = createDraw(seed);
  const changes = Array.from({ length: least + draw.below(most - least + 1) }, (_, index) =>
    randomChange(draw, index, fields),
  );
  const counts = Object.fromEntries(
    actions.map((action) => [action, changes.filter((it) => it.action === action).length]),
  );
  return aPlan({
    environment: draw.name(),
    server: draw.name(),
    workspace: { id: 'id', name: draw.name(), slug: '' },
    changes,
    summary: { ...aPlan().summary, ...counts, unchanged: draw.below(20), unmanaged: draw.below(20) },
    newTags: draw.list(3, draw.name),
    notes: draw.list(4, draw.name),
    unmanaged: draw.list(3, () => ({ kind: draw.of(resourceKinds), name: draw.name(), id: draw.name() })),
  });
}

type Draw = ReturnType<typeof createDraw>;

function createDraw(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  const of = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const list = <T>(most: number, make: () => T): readonly T[] => Array.from({ length: below(most + 1) }, make);
  const name = (): string => (next() < 0.3 ? of(hostileNames) : `name_${below(1000)}`);
  return { next, below, of, list, name };
}

function randomChange(draw: Draw, index: number, mostFields: number): Change {
  const kind = draw.of(resourceKinds);
  const action = draw.of(actions);
  const fields = draw.list(mostFields, () => randomField(draw, kind));
  const effects = draw.list(2, () => randomEffect(draw, fields));
  const place = { file: `pipelines/${draw.name()}`, line: draw.below(100) + 1 };
  const parts = { fields, effects, place, notes: draw.list(2, draw.name) };
  return { ...changeOf(draw, action, { kind, name: `${draw.name()} ${index}` }), ...parts };
}

function changeOf(
  draw: Draw,
  action: Action,
  { kind, name }: { readonly kind: ResourceKind; readonly name: string },
): Change {
  const ends = { source: resourceKey('source', draw.name()), destination: resourceKey('destination', draw.name()) };
  const planned = {
    definition: aPlannedDefinition({ name }),
    source: aPlannedSource({ name, configuration: { [draw.name()]: draw.name() } }),
    destination: aPlannedDestination({ name }),
    connection: aPlannedConnection({ name, ...ends }),
  }[kind];
  if (action === 'delete')
    return aDelete(kind, name, draw.next() < 0.5 ? { reason: draw.name() } : { isProtected: true });
  if (action === 'create') return aCreate(planned);
  if (action === 'replace') return aReplace(planned);
  const isStep = kind === 'connection' && draw.next() < 0.3;
  return anUpdate(planned, [], isStep ? { afterwards: { action: 'clear', streams: [{ name: draw.name() }] } } : {});
}

function randomField(draw: Draw, kind: ResourceKind): FieldChange {
  const root = kind === 'connection' ? 'streams' : 'configuration';
  const value = (): ConfigurationValue => (draw.next() < 0.2 ? draw.list(9, draw.name) : draw.name());
  const path = [root, draw.name(), ...draw.list(2, draw.name)];
  const isWhole = draw.next() < 0.7;
  return { path, ...(isWhole || draw.next() < 0.5 ? { before: value() } : {}), after: value() };
}

function randomEffect(draw: Draw, fields: readonly FieldChange[]): Effect {
  const path = draw.next() < 0.5 ? [] : (fields[0]?.path ?? []);
  return { rule: 'some-effect', weight: draw.of(effectWeights), path, text: `what ${draw.name()} does` };
}
