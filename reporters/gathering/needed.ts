import type { GatherInput, RecordedExchange } from './input.ts';
import { grouped } from '../digest/grouped.ts';
import { traced, type Trace, type Unnumbered } from './sources.ts';

/** The most exchanges between two compared ones that are kept. */
const most = 20;

/**
 * The keys of further evidence that is needed to reproduce failures: requests that created the objects and tokens of its requests, requests that
 * deleted those objects, and rejected requests between the first and the last of its exchanges.
 */
export function neededBesides({ findings, exchanges }: Pick<GatherInput, 'findings' | 'exchanges'>): readonly string[] {
  const keys = new Map(exchanges.map(({ key, exchange }) => [exchange, key]));
  const known = new Map(exchanges.map((record) => [record.key, record]));
  const scenarios = grouped(exchanges, ({ exchange }) => exchange.scenario);
  const traces = new Map([...scenarios].map(([name, records]) => [name, traced(records.map(({ exchange }) => exchange))]));
  const failed = findings.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'fail'));
  const needed = failed.flatMap((check) => {
    const cited = check.exchanges.flatMap((key) => known.get(key) ?? []);
    const name = cited[0]?.exchange.scenario ?? '';
    const [scenario, trace] = [scenarios.get(name), traces.get(name)];
    return scenario && trace ? [...sourcesAmong(cited, trace), ...between(cited, scenario)] : [];
  });
  return [...new Set(needed.flatMap((exchange) => keys.get(exchange) ?? []))];
}

function sourcesAmong(cited: readonly RecordedExchange[], trace: Trace<Unnumbered>): readonly Unnumbered[] {
  const sources = new Set(cited.flatMap(({ exchange }) => trace.neededBy(exchange)));
  return [...sources].flatMap((source) => [source, ...trace.removalsOf(source)]);
}

function between(cited: readonly RecordedExchange[], scenario: readonly RecordedExchange[]): readonly Unnumbered[] {
  const places = cited.map((record) => scenario.indexOf(record)).filter((place) => place >= 0);
  return scenario
    .slice(Math.min(...places), Math.max(...places))
    .map(({ exchange }) => exchange)
    .filter(({ role, response }) => role === 'preparation' && response !== undefined && response.status >= 400)
    .slice(0, most);
}
