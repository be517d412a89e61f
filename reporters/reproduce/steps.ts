import type { CheckResult, Exchange, Result } from '../../suites/result/result.ts';
import { requestText, traced, type ValueSource } from '../gathering/sources.ts';
import { assertionOf } from './assertion.ts';
import type { Assertion } from './mismatch-place.ts';
import { isReset, isServed, spends, timesUntilRejected } from './spending.ts';
import { valueCode } from './values/expression.ts';

/** The requests of a generated file, in order, and what it expects of the responses. */
export interface Steps {
  readonly exchanges: readonly Exchange[];
  readonly assertion: Assertion;
  /** The earlier responses that contain values of a request. */
  readonly sourcesOf: (exchange: Exchange) => ReadonlyMap<string, ValueSource<Exchange>>;
  /** Requests that delete the objects that were created. */
  readonly removals: readonly Exchange[];
  /** How often an exchange is sent at most until it is rejected. */
  readonly times: ReadonlyMap<Exchange, number>;
  /** Seconds to wait before an exchange. */
  readonly pauses: ReadonlyMap<Exchange, number>;
}

/** If a check has more exchanges than this, only those in the assertion are sent. */
const mostExchanges = 16;
/** The most seconds that a test waits. */
const mostSeconds = 65;

/** The steps that reproduce a failure, or the reason why there are none. */
export function stepsOf(result: Result, check: CheckResult): Steps | string {
  const assertion = check.mismatch && assertionOf(check.mismatch, result.exchanges);
  if (!check.mismatch || !assertion) return 'the expectation cannot be written as an assertion on responses';
  if ((check.window?.seconds ?? 0) > mostSeconds) return 'it spends a window that is longer than a test may take';
  if (needsDenial(check.mismatch)) return 'a person, or a test hook, has to deny the consent';
  const { reads } = assertion;
  const own = new Set([...check.exchanges, ...reads.map(({ id }) => id)]);
  const scenario = result.exchanges.filter((exchange) => exchange.scenario === reads.at(-1)!.scenario || own.has(exchange.id));
  const cited = scenario.filter(({ id }) => own.has(id));
  const trace = traced(scenario);
  const main = chosenFrom(cited, reads, scenario, check);
  const chosen = new Set([...main, ...main.flatMap((exchange) => trace.neededBy(exchange))]);
  const exchanges = scenario.filter((exchange) => chosen.has(exchange));
  const pauses = pausesBetween(exchanges);
  if (exchanges.some(({ request }) => request.digest !== undefined)) return 'a request answers a Digest challenge';
  if (exchanges.some(hasForgedCertificate)) return 'only a run makes the certificate of another authority';
  const obstacle = obstacleTo(exchanges, (exchange) => trace.sourcesOf(exchange)) ?? tooLong(pauses);
  if (obstacle !== undefined) return obstacle;
  const spending = exchanges.filter(({ repeated }) => repeated !== undefined);
  const times = new Map(spending.flatMap((exchange) => timesOf(exchange, check, scenario)));
  if (times.size < spending.length) return 'it spends a quota of more requests than a test may send';
  const removals = [...new Set(exchanges.flatMap((exchange) => trace.removalsOf(exchange)))].filter((one) => !chosen.has(one));
  return { exchanges, assertion, sourcesOf: (exchange) => trace.sourcesOf(exchange), removals, times, pauses };
}

/** Whether a request has a client certificate that no configuration has. */
const hasForgedCertificate = ({ request: { certificate }, secrets = {} }: Exchange) =>
  certificate !== undefined && (secrets[certificate] === undefined || secrets[certificate].endsWith('_FORGED'));

/** Whether it is about the response to a consent that was denied. */
function needsDenial({ expected }: NonNullable<CheckResult['mismatch']>): boolean {
  return expected.kind === 'parameter' && expected.values?.includes('access_denied') === true;
}

function chosenFrom(
  cited: readonly Exchange[],
  reads: readonly Exchange[],
  scenario: readonly Exchange[],
  check: CheckResult,
): readonly Exchange[] {
  const [first, last] = [Math.min(...reads.map(({ id }) => id)), Math.max(...reads.map(({ id }) => id))];
  const { waited = 0 } = reads.find(({ id }) => id === last)!;
  const own = new Set(cited);
  const between =
    reads.length > 1 ? scenario.filter((one) => (own.has(one) || one.role === 'preparation') && one.id > first && one.id < last) : [];
  const rejected = reads.filter(({ response }) => response?.status === 429);
  const spent = scenario
    .filter((one) => spends(one) && rejected.some(({ id, principal }) => one.id <= id && one.principal === principal))
    .slice(-1);
  const isControl = (one: Exchange) => one.role === 'control' && isServed(one) && !isReset(one, cited) && (one.waited ?? 0) <= waited;
  if (isWholeScenario(check, cited) || cited.length > mostExchanges) {
    const control = cited.find((one) => isControl(one) && one.operation === reads.at(-1)!.operation);
    return [...(control ? [control] : []), ...spent, ...between, ...reads];
  }
  return [...cited.filter((one) => one.id <= last || isControl(one)), ...between, ...spent];
}

/** Whether a check judges all exchanges of a scenario and found a wrong one. */
function isWholeScenario({ id }: CheckResult, cited: readonly Exchange[]): boolean {
  const parts = id.split('/');
  return parts.length === 3 && cited.every(({ scenario }) => scenario === parts[2]);
}

/** Why it cannot be reproduced with the secrets of the configuration. */
function obstacleTo(exchanges: readonly Exchange[], sourcesOf: Steps['sourcesOf']): string | undefined {
  if (exchanges.some(({ sent }) => sent === 'browser')) return 'a person has to consent in a browser';
  if (exchanges.some(({ request }) => request.body?.cut === true)) return 'the body of a request is longer than the result keeps';
  if (exchanges.some((exchange) => isReset(exchange, exchanges))) return 'a quota has to be reset between its requests';
  if (exchanges.some(({ response }) => response?.status === 429) && !exchanges.some(spends))
    return 'the run spent a quota before, with requests that the result does not contain';
  for (const exchange of exchanges) {
    const sources = sourcesOf(exchange);
    for (const tag of new Set(requestText(exchange).match(/‹[^›]+›/g))) {
      if (sources.has(tag) || valueCode(tag, exchange.secrets?.[tag]) !== undefined) continue;
      return `one of its requests needs ${tag.slice(1, -1).replace(/#.*$/, '')}, which existed during the run only`;
    }
  }
  return undefined;
}

function timesOf(exchange: Exchange, check: CheckResult, scenario: readonly Exchange[]): readonly (readonly [Exchange, number])[] {
  const times = timesUntilRejected(exchange, check, scenario);
  return times === undefined ? [] : [[exchange, times]];
}

function pausesBetween(exchanges: readonly Exchange[]): ReadonlyMap<Exchange, number> {
  return new Map(
    exchanges.slice(1).flatMap((exchange, index) => {
      const seconds = (exchange.waited ?? 0) - (exchanges[index]!.waited ?? 0);
      return seconds > 0 ? [[exchange, Math.ceil(seconds)] as const] : [];
    }),
  );
}

function tooLong(pauses: ReadonlyMap<Exchange, number>): string | undefined {
  const seconds = [...pauses.values()].reduce((sum, one) => sum + one, 0);
  return seconds > mostSeconds ? `${seconds} s have to pass between its requests` : undefined;
}
