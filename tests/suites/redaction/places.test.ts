/**
 * Secrets in all places of an exchange, encoded twice, and all that is written of it.
 *
 * @module
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaksOf } from '../../../cli/output/leaks.ts';
import { formats } from '../../../reporters/formats.ts';
import { renderTerminal } from '../../../reporters/terminal/terminal.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createLongBodies } from '../../../suites/engine/bodies/long-bodies.ts';
import { recordedExchange } from '../../../suites/engine/recording.ts';
import type { Call, Sent } from '../../../suites/http/target.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { withoutSecrets } from '../../../suites/redaction/result.ts';
import { resultExchange } from '../../../suites/result/exchange.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';
import { check, resultOf } from '../../reporters/builder.ts';
import { encodings } from './encodings.ts';

/** How many cases there are: a thousand, or as many as a longer search asks for. */
const cases = Number(process.env['PROPERTY_RUNS'] ?? 1000);
/** How many of them one result holds. */
const together = 50;
const names = Object.keys(encodings);

const contract = await loadContract(bundledDocument);
const settings = settingsFor(stillMock(contract));
const call: Call = { method: 'POST', target: '/v1/things', headers: [], channel: 'target', level: 'client' };
const sent: Sent = { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' }, reply: { status: 200, headers: [], body: '' } };
const replying = (headers: readonly string[], body: string): Sent => ({ ...sent, reply: { status: 200, headers, body } });

interface Said {
  readonly call?: Call;
  readonly sent?: Sent;
  /** What a check says of the exchange. */
  readonly observed?: string;
  readonly warning?: string;
}

/** Where a secret can stand, by its name. */
const places: { readonly [name: string]: (text: string) => Said } = {
  'the URL': (text) => ({ call: { ...call, target: `/v1/things?key=${text}` } }),
  'a request header': (text) => ({ call: { ...call, headers: ['X-Key', text] } }),
  'the request body': (text) => ({ call: { ...call, body: `key=${text}` } }),
  'a header': (text) => ({ sent: replying(['X-Echo', text, 'Set-Cookie', `sid=${text}; Path=/`], '') }),
  'the name of a header': (text) => ({ sent: replying([text, 'yes'], '') }),
  'a text': (text) => ({ sent: replying(['Content-Type', 'text/plain'], `Hello ${text}, and good-bye.`) }),
  'a member of JSON': (text) => ({ sent: replying(['Content-Type', 'application/json'], JSON.stringify({ error: { key: text } })) }),
  'the name of a member': (text) => ({ sent: replying(['Content-Type', 'application/json'], JSON.stringify({ [text]: 1 })) }),
  'an attribute of HTML': (text) => ({ sent: replying(['Content-Type', 'text/html'], `<p title="${text}">No.</p>`) }),
  'a long body': (text) => ({ sent: replying(['Content-Type', 'text/plain'], `${'x '.repeat(8_000)}${text}${' y'.repeat(8_000)}`) }),
  'a broken connection': (text) => ({ sent: { ...sent, trouble: { kind: 'garbage', message: `the response is not HTTP: ${text}` } } }),
  'what a check says': (text) => ({ observed: text }),
  'a warning': (text) => ({ warning: `The server says ${text}.` }),
};

const secret = fc.stringMatching(/^[A-Z][0-9][A-Za-z0-9_.~+/=!"'&<-]{8,30}$/);
const one = fc.record({
  value: secret,
  inner: fc.constantFrom(...names),
  outer: fc.constantFrom(...names),
  place: fc.constantFrom(...Object.keys(places)),
});

test('no secret is left in any report, wherever a server puts it', { timeout: 6_000_000 }, () => {
  let tried = 0;
  fc.assert(
    fc.property(fc.array(one, { minLength: together, maxLength: together }), (all) => {
      tried += all.length;
      const redactor = createRedactor('key');
      all.forEach(({ value }, index) => redactor.add({ name: `reader${index}`, value, shell: '$READER' }));
      const context = { settings, redactor, longBodies: createLongBodies(redactor) };
      const written = all.map(({ value, inner, outer, place }) => {
        const text = encodings[outer]!(encodings[inner]!(value));
        return { text, said: places[place]!(text), about: `${inner}, ${outer}, in ${place}` };
      });
      const exchanges = written.map(({ said }, index) => {
        const evidence = recordedExchange(context, {
          id: `things#${index}`,
          scenario: 'things',
          role: 'probe',
          call: said.call ?? call,
          sent: said.sent ?? sent,
        });
        return { key: evidence.id, exchange: resultExchange(evidence, redactor, settings) };
      });
      const checks = written.map(({ said }, index) =>
        check(`bearer/things/${index}`, 'fail', {
          reason: 'the body differs',
          exchanges: [`things#${index}`],
          ...(said.observed !== undefined && { observed: said.observed }),
        }),
      );
      const warnings = written.flatMap(({ said }) => said.warning ?? []);
      const result = withoutSecrets(resultOf([{ requirement: 'bearer/things', checks }], { exchanges, warnings }), redactor);
      const pages = [
        ...formats.map(({ name, file, render }) => ({ file: file ?? name, text: render(result) })),
        ...formats.flatMap(({ files }) => files?.(result) ?? []),
        { file: 'terminal.txt', text: renderTerminal(result, { colour: false, width: 100, verbose: true }) },
      ];
      const leaks = leaksOf(
        result,
        all.map(({ value }, index) => ({ name: written[index]!.about, value })),
      );
      for (const { file, text } of pages) {
        expect(
          written.filter((form) => text.includes(form.text)).map(({ about }) => about),
          file,
        ).toEqual([]);
        expect(leaks(file, text), file).toEqual([]);
      }
    }),
    { numRuns: Math.ceil(cases / together) },
  );
  expect(tried).toBeGreaterThanOrEqual(cases);
});
