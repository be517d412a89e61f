/**
 * The mock of the document that it is given, with 4 MB in every body: JSON objects have one more member, other bodies a long comment at their end. It
 * prints what `mock --json` prints.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { createMock } from '../mock/create.ts';
import type { MockResponse } from '../mock/engine/request.ts';
import { onResponse, withBody } from '../mock/faults/edits.ts';
import { loadContract } from '../spec/load.ts';

/** Below the 4 MiB up to which a body is read to its end. */
const padding = randomBytes(1_950_000).toString('hex');

function padded(response: MockResponse): MockResponse {
  const { body } = response;
  if (body === '') return response;
  if (/^\{\s*"/.test(body)) return withBody(response, `{"padding":"${padding}",${body.slice(1)}`);
  return body.startsWith('<') ? withBody(response, `${body}<!-- ${padding} -->`) : response;
}

const contract = await loadContract(process.argv[2]!);
const table = { variants: { padded: { description: 'Every body has 4 MB.', apply: onResponse(padded) } } };
const mock = createMock(contract, { variants: ['padded'], table });
const { url, httpUrl, ca, control } = await mock.listen();
const { principals, clients, people } = mock;
process.stdout.write(`${JSON.stringify({ url, httpUrl, ca, control, principals, clients, people })}\n`);
