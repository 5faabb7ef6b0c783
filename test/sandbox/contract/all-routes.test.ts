import { beforeAll, describe, expect, test } from 'vitest';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import { routes } from '../../../src/sandbox/routes.ts';
import { skipWithoutShared } from '../../support/contract.ts';
import { actorCalls } from './actor-calls.ts';
import { connectionCalls } from './connection-calls.ts';
import { definitionCalls } from './definition-calls.ts';
import { type Driven, driveRoutes, routesOf } from './drive.ts';
import { jobCalls } from './job-calls.ts';
import type { RouteCalls } from './route-calls.ts';
import { undeclaredAnswers, undeclaredRefusals, undescribedMembers, undescribedRoutes } from './undeclared.ts';
import { workspaceCalls } from './workspace-calls.ts';

const skip = skipWithoutShared("every route next to Airbyte's published contract");

const calls: RouteCalls = { ...workspaceCalls, ...definitionCalls, ...actorCalls, ...connectionCalls, ...jobCalls };

/** They look at nothing that a caller sends, and everybody may call them. */
const cannotRefuse = ['health', 'instance_configuration'];

/** None of the sandbox's destinations can be discovered, and the server says so with a status of its own. */
const refusesAlways = 'destinations/discover_schema';

test('there is a good request for every route', () => {
  expect(Object.keys(calls).sort()).toEqual(Object.keys(routes).sort());
});

describe.skipIf(skip).each(sandboxProfiles)('profile %s', (profile) => {
  const there = routesOf(profile);
  let driven: readonly Driven[] = [];
  beforeAll(async () => {
    driven = await driveRoutes(profile, calls);
  }, 120_000);

  test('has every route, and each is described but for those that are gone', () => {
    const undescribed = driven.filter(({ line }) => line.unknownEndpoint).map(({ route }) => route);

    expect(new Set(driven.map(({ line }) => line.path))).toEqual(new Set(there.map((route) => `/api/v1/${route}`)));
    expect(new Set(undescribed)).toEqual(new Set(undescribedRoutes.filter((route) => there.includes(route))));
  });

  test('answers a good request on every route as the contract says, in known members only', () => {
    const good = driven.filter(({ kind, route }) => kind === 'good' && route !== refusesAlways);

    expect(good.map(({ route }) => route).sort()).toEqual(there.filter((route) => route !== refusesAlways).sort());
    expect(good.filter(({ line }) => line.status >= 300)).toEqual([]);
    expect(good.filter(isDescribed).filter(({ line }) => !line.ok)).toEqual([]);
    expect(good.flatMap(undeclaredMembersOf)).toEqual([]);
  });

  test('refuses a bad request on every route', () => {
    const refusing = driven.filter(({ line }) => line.status >= 400).map(({ route }) => route);

    expect(there.filter((route) => !refusing.includes(route))).toEqual(cannotRefuse);
  });

  test('answers bad requests as the contract says, but where the server does not', () => {
    expect(driven.flatMap(violationsOf)).toEqual([]);
  });

  test('has a use for each of these exceptions', () => {
    const statuses = driven.filter(isUndeclaredRefusal).map(({ route, line }) => `${route} ${line.status}`);

    expect(new Set(statuses)).toEqual(
      new Set(
        Object.entries(undeclaredRefusals)
          .filter(([route]) => there.includes(route))
          .flatMap(([route, some]) => some.map((status) => `${route} ${status}`)),
      ),
    );
  });
});

function isDescribed({ route }: Driven): boolean {
  return !undescribedRoutes.includes(route);
}

function undeclaredMembersOf({ route, line }: Driven): readonly string[] {
  return line.undeclared.filter((member) => !undescribedMembers.test(member)).map((member) => `${route} ${member}`);
}

function violationsOf(one: Driven): readonly string[] {
  const { route, line } = one;
  const isExpected = (violation: string) =>
    isUndeclaredRefusal(one) ||
    undeclaredAnswers.some((known) => known.route === route && known.violation.test(violation));
  return line.responseViolations
    .filter((violation) => !isExpected(violation))
    .map((violation) => `${route} ${violation}`);
}

/** The status is all that is wrong: bodies are not described where statuses are not. */
function isUndeclaredRefusal({ route, line }: Driven): boolean {
  const [violation, ...more] = line.responseViolations;
  const isOfStatus =
    violation?.startsWith(`response: status ${line.status} is not declared`) === true && more.length === 0;
  return isOfStatus && undeclaredRefusals[route]?.includes(line.status) === true;
}
