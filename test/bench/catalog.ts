import { decodeSyncCatalog } from '../../src/airbyte/streams.ts';
import type { LiveConnection } from '../../src/model/live.ts';
import type { StreamRule } from '../../src/model/stream.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { catalogNeed, catalogOf } from '../../src/plan/catalog-need.ts';
import { aDesiredConnection, aLive, aLiveConnection, anOrigin, aStreamRule, locateFirstLine } from '../builders.ts';

const fields = ['id', 'updated_at', 'total', 'note'];
const settings = {
  syncMode: 'incremental',
  destinationSyncMode: 'append_dedup',
  cursorField: ['updated_at'],
  primaryKey: [['id']],
} as const;

/** A connection of so many streams as a server answers it. */
export function catalogText(streams: number): string {
  const properties = Object.fromEntries(fields.map((name) => [name, { type: ['null', 'string'] }]));
  const stream = (index: number) => ({
    name: `table_${index}`,
    namespace: `schema_${index % 7}`,
    jsonSchema: { type: 'object', properties },
    supportedSyncModes: ['full_refresh', 'incremental'],
    sourceDefinedPrimaryKey: [['id']],
  });
  const config = { ...settings, selected: true, fieldSelectionEnabled: false, mappers: [] };
  return JSON.stringify({
    streams: Array.from({ length: streams }, (_value, index) => ({ stream: stream(index), config })),
  });
}

/** One entry a stream, as a file without patterns has them. */
export function exactRules(streams: number): readonly StreamRule[] {
  return Array.from({ length: streams }, (_value, index) => aRule(index, `table_${index}`));
}

/** As many patterns as streams, each for one stream. */
export function patternRules(streams: number): readonly StreamRule[] {
  return Array.from({ length: streams }, (_value, index) => aRule(index, `table_${index}*`));
}

function aRule(index: number, name: string): StreamRule {
  const origin = anOrigin('streams', index);
  return aStreamRule({ ...settings, name, namespace: `schema_${index % 7}`, fields: { exclude: ['note'] }, origin });
}

/** What planning one connection takes once its answer was parsed; throws if anything but its fields has to change. */
export function planCatalog(parsed: unknown, rules: readonly StreamRule[]): void {
  const live: LiveConnection = aLiveConnection({ streams: decodeSyncCatalog(parsed, 'connection') });
  const desired = aDesiredConnection({ streams: rules });
  catalogNeed(rules, live);
  const { plan, findings } = buildPlan({
    environment: 'bench',
    server: 'bench',
    live: aLive(),
    actors: [],
    connections: [{ desired, live, catalog: catalogOf(live), destinationSyncModes: ['append_dedup'] }],
    ids: { [desired.source]: live.sourceId, [desired.destination]: live.destinationId },
    unmanaged: [],
    locate: locateFirstLine,
  });
  if (plan.summary.update !== 1 || findings.length > 0) throw new Error('the plan is not the expected one');
}
