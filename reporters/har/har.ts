import type { Result } from '../../suites/result/result.ts';
import type { Format } from '../format.ts';
import { grouped } from '../digest/grouped.ts';
import { entryOf } from './entry.ts';

/**
 * HAR 1.2, for the network panel of a browser and for every proxy and viewer that reads it: one page for each scene, one entry for each
 * exchange. What HAR has no member for stands in members that begin with an underscore.
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
    pages: [...grouped(exchanges, ({ scenario }) => scenario)].map(([scene, [first]]) => ({
      startedDateTime: first!.startedAt,
      id: scene,
      title: scene,
      pageTimings: {},
    })),
    entries: exchanges.map((exchange) => entryOf(exchange, checks.get(exchange.id) ?? [])),
    comment: `${verdict}: ${exit.reason} (exit ${exit.code}). Secrets are replaced.`,
    _target: target,
    _document: { title: document.title, version: document.version, sha256: document.sha256 },
  };
  return `${JSON.stringify({ log }, undefined, 2)}\n`;
}

/** The checks that an exchange is evidence of, by its number. */
function citedBy({ requirements }: Result): ReadonlyMap<number, readonly string[]> {
  const citations = requirements.flatMap(({ checks }) =>
    checks.flatMap(({ id, exchanges }) => exchanges.map((number) => ({ id, number }))),
  );
  return new Map(
    [...grouped(citations, ({ number }) => String(number))].map(([number, cited]) => [Number(number), cited.map(({ id }) => id)]),
  );
}
