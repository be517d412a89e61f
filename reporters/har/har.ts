import type { Result } from '../../suites/result/result.ts';
import type { Format } from '../format.ts';
import { grouped } from '../digest/grouped.ts';
import { entryOf } from './entry.ts';

/**
 * HAR 1.2, for the network panel of a browser and for other viewers: a page for each scenario, an entry for each exchange. Members that HAR does
 * not define begin with an underscore.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export const har: Format = { name: 'har', file: 'evidence.har', render: renderHar };

function renderHar(result: Result): string {
  const { verdict, exit, harness, target, document, exchanges } = result;
  const checks = citedBy(result);
  const log = {
    version: '1.2',
    creator: { name: 'auth-conformance', version: harness.version },
    pages: [...grouped(exchanges, ({ scenario }) => scenario)].map(([scenario, [first]]) => ({
      startedDateTime: first!.startedAt,
      id: scenario,
      title: scenario,
      pageTimings: {},
    })),
    entries: exchanges.map((exchange) => entryOf(exchange, checks.get(exchange.id) ?? [])),
    comment: `${verdict}: ${exit.reason} (exit ${exit.code}). Secrets are replaced.`,
    _target: target,
    _document: { title: document.title, version: document.version, sha256: document.sha256 },
  };
  return `${JSON.stringify({ log }, undefined, 2)}\n`;
}

/** The ids of checks by the number of an exchange that is their evidence. */
function citedBy({ requirements }: Result): ReadonlyMap<number, readonly string[]> {
  const citations = requirements.flatMap(({ checks }) =>
    checks.flatMap(({ id, exchanges }) => exchanges.map((number) => ({ id, number }))),
  );
  return new Map(
    [...grouped(citations, ({ number }) => String(number))].map(([number, cited]) => [Number(number), cited.map(({ id }) => id)]),
  );
}
