import type { Client } from '../../src/airbyte/client.ts';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import type { ApplyContext, Clock } from '../../src/apply/context.ts';
import { ruleFor } from '../../src/diff/stream-patterns.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Change } from '../../src/model/plan.ts';
import type { Report } from '../../src/model/report.ts';
import type { FakeRoute } from '../airbyte/fake-server.ts';
import { aLive, aPlan } from '../builders.ts';

/** A clock that only moves when someone sleeps. */
export function aStillClock(): Clock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
}

/** What applying some changes takes; ids of the usual live objects are known. */
export function aContext(client: Client, changes: readonly Change[], more: Partial<ApplyContext> = {}): ApplyContext {
  const ids = { 'source/source': 'id-of-source', 'destination/destination': 'id-of-destination' };
  return {
    client,
    plan: aPlan({ changes, ids }),
    live: aLive(),
    catalogs: new Map(),
    specifications: new Map(),
    checkStreams: () => [],
    ruleFor,
    changedStreams: () => [],
    parallelism: 8,
    clock: aStillClock(),
    signal: new AbortController().signal,
    onStart: () => undefined,
    onOutcome: () => undefined,
    ...more,
  };
}

export function applied(client: Client, changes: readonly Change[], more: Partial<ApplyContext> = {}): Promise<Report> {
  return applyPlan(aContext(client, changes, more));
}

/** What became of each change, in words: `source/shop applied`. */
export function wordsOf({ outcomes }: Report): readonly string[] {
  return outcomes.map((outcome) => {
    const because =
      outcome.result === 'skipped' ? ` (${outcome.reason}${outcome.because ? `: ${outcome.because}` : ''})` : '';
    return `${outcome.change.key} ${outcome.result}${because}`;
  });
}

/** Takes every write; what is created is named after its kind and name. */
export const acceptingRoutes: Readonly<Record<string, FakeRoute>> = {
  ...actorRoutes('source'),
  ...actorRoutes('destination'),
  'connections/create': (body) => ({ ...body, connectionId: `new-${body.name}` }),
  'connections/update': (body) => ({ sourceId: 's', destinationId: 'd', name: 'c', ...body }),
  'connections/delete': () => ({}),
  'connections/list': () => ({ connections: [] }),
  'tags/create': (body) => ({ ...body, tagId: `tag-${body.name}` }),
  'tags/list': () => [],
};

function actorRoutes(kind: string): Readonly<Record<string, FakeRoute>> {
  const definition = `${kind}DefinitionId`;
  return {
    [`${kind}s/create`]: (body: JsonObject) => ({ ...body, [`${kind}Id`]: `new-${body.name}` }),
    [`${kind}s/update`]: (body: JsonObject) => ({ [definition]: 'd', ...body }),
    [`${kind}s/list`]: () => ({ [`${kind}s`]: [] }),
  };
}
