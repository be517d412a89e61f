import type { CheckResult, Exchange, RequirementResult, Result } from '../../suites/result/result.ts';
import { requestText, traced, type ValueSource } from '../gathering/sources.ts';
import { expectationOf, isWholeScene, type Expectation } from './expectation.ts';
import { valueCode } from './expression.ts';
import { isRested, isServed, spends, timesUntilRefused } from './spending.ts';

/** The requests of a generated file, in order, and what it holds their answers to. */
export interface Steps {
  readonly exchanges: readonly Exchange[];
  readonly expectation: Expectation;
  /** Where the values of requests come from that an earlier answer hands out. */
  readonly sourcesOf: (exchange: Exchange) => ReadonlyMap<string, ValueSource<Exchange>>;
  /** What removes the objects that were made. */
  readonly removals: readonly Exchange[];
  /** How often an exchange is sent at most until it is refused. */
  readonly times: ReadonlyMap<Exchange, number>;
  /** So many seconds have to pass before an exchange. */
  readonly pauses: ReadonlyMap<Exchange, number>;
}

/** Checks of more exchanges than this are shown by the one that failed. */
const most = 16;
/** So many seconds a test may wait. */
const patience = 65;
/** Requirements about what is true some time later. */
const timed =
  /^(?:grants\/(?:code-expires|token-expires-as-told)|limits\/(?:service-resumes-after-the-wait|retry-after-is-within-the-window))$/;

/** The steps that show a failure again, or why there are none. */
export function stepsOf(result: Result, requirement: RequirementResult, check: CheckResult): Steps | string {
  const all = new Map(result.exchanges.map((exchange) => [exchange.id, exchange]));
  const cited = [...new Set(check.exchanges)].toSorted((one, other) => one - other).flatMap((id) => all.get(id) ?? []);
  if (cited.length === 0) return 'the run left no exchange of it';
  const expectation = expectationOf(requirement, check, cited);
  if (!expectation) return 'what was expected cannot be told from one answer or two';
  const scenario = result.exchanges.filter((exchange) => exchange.scenario === cited[0]!.scenario);
  const trace = traced(scenario);
  const own = chosenFrom(cited, expectation, scenario, check);
  const chosen = new Set([...own, ...own.flatMap((exchange) => trace.neededBy(exchange))]);
  const exchanges = scenario.filter((exchange) => chosen.has(exchange));
  const pauses = timed.test(requirement.id) ? pausesBetween(exchanges) : new Map<Exchange, number>();
  const obstacle = obstacleTo(exchanges, check, (exchange) => trace.sourcesOf(exchange)) ?? tooLong(pauses);
  if (obstacle !== undefined) return obstacle;
  const spending = exchanges.filter(({ repeated }) => repeated !== undefined);
  const times = new Map(spending.flatMap((exchange) => timesOf(exchange, check, scenario)));
  if (times.size < spending.length) return 'it spends a window of more requests than a test may send';
  const removals = [...new Set(exchanges.flatMap((exchange) => trace.removalsOf(exchange)))].filter((one) => !chosen.has(one));
  return { exchanges, expectation, sourcesOf: (exchange) => trace.sourcesOf(exchange), removals, times, pauses };
}

function chosenFrom(
  cited: readonly Exchange[],
  { reads }: Expectation,
  scenario: readonly Exchange[],
  check: CheckResult,
): readonly Exchange[] {
  const [first, last] = [Math.min(...reads.map(({ id }) => id)), Math.max(...reads.map(({ id }) => id))];
  const own = new Set(cited);
  const between =
    reads.length > 1 ? scenario.filter((one) => (own.has(one) || one.role === 'preparation') && one.id > first && one.id < last) : [];
  const refused = reads.filter(({ response }) => response?.status === 429);
  const spent = scenario
    .filter((one) => spends(one) && refused.some(({ id, principal }) => one.id <= id && one.principal === principal))
    .slice(-1);
  const isControl = (one: Exchange) => one.role === 'control' && isServed(one) && !isRested(one, cited);
  if (isWholeScene(check, cited) || cited.length > most) {
    const control = cited.find((one) => isControl(one) && one.operation === reads[0]?.operation);
    return [...(control ? [control] : []), ...spent, ...between, ...reads];
  }
  return [...cited.filter((one) => one.id <= last || isControl(one)), ...between, ...spent];
}

/** Why it cannot be shown again by whoever has the secrets of the configuration. */
function obstacleTo(exchanges: readonly Exchange[], check: CheckResult, sourcesOf: Steps['sourcesOf']): string | undefined {
  if (check.id.startsWith('oauth/denied-consent/')) return 'a person, or a test hook, has to deny the consent';
  if (/%20per%20(?:hour|day|week|month)/.test(check.id)) return 'it spends a window that is longer than a test may take';
  if (exchanges.some(({ sent }) => sent === 'browser')) return 'a person has to consent in a browser';
  if (exchanges.some(({ request }) => request.body?.cut === true)) return 'the body of a request is longer than the result keeps';
  if (exchanges.some((exchange) => isRested(exchange, exchanges))) return 'a window has to be over between its requests';
  if (exchanges.some(({ response }) => response?.status === 429) && !exchanges.some(spends))
    return 'the run had spent a quota before, in a way that it did not keep';
  for (const exchange of exchanges) {
    const sources = sourcesOf(exchange);
    for (const tag of new Set(requestText(exchange).match(/‹[^›]+›/g))) {
      if (sources.has(tag) || valueCode(tag, exchange.secrets?.[tag]) !== undefined) continue;
      return `one of its requests needs ${tag.slice(1, -1).replace(/#.*$/, '')}, which the run made up or was given once`;
    }
  }
  return undefined;
}

function timesOf(exchange: Exchange, check: CheckResult, scenario: readonly Exchange[]): readonly (readonly [Exchange, number])[] {
  const times = timesUntilRefused(exchange, check, scenario);
  return times === undefined ? [] : [[exchange, times]];
}

function pausesBetween(exchanges: readonly Exchange[]): ReadonlyMap<Exchange, number> {
  const times = exchanges.map(
    (exchange) => Date.parse(exchange.response?.headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? '') / 1000,
  );
  return new Map(
    exchanges.flatMap((exchange, index) => {
      const gap = (times[index] ?? Number.NaN) - (times[index - 1] ?? Number.NaN);
      return gap >= 1 ? [[exchange, Math.ceil(gap)] as const] : [];
    }),
  );
}

function tooLong(pauses: ReadonlyMap<Exchange, number>): string | undefined {
  const seconds = [...pauses.values()].reduce((sum, one) => sum + one, 0);
  return seconds > patience ? `${seconds} s have to pass between its requests` : undefined;
}
