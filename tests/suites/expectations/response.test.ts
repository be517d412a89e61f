import { expect, test, describe } from 'vitest';
import {
  isSentToHttps,
  excerpt,
  expectDocumentedBody,
  expectDocumentedWords,
  expectStatus,
  hasWords,
  mediaTypeOf,
  replyOf,
} from '../../../suites/expectations/response.ts';
import { reply, answered, inShort, context, silent } from './evidence.ts';
import type { DocumentedResponse, Json, MediaType } from '../../../spec/contract.ts';
import { valueAt } from '../../../spec/json/pointer.ts';
import type { CheckContext } from '../../../suites/engine/check.ts';

/** A validator for which every value but one is wrong where it stands; the rest of a body is none of its business. */
const only = (pointer: string, value: Json): CheckContext => ({
  ...context,
  validate: (_, body) =>
    valueAt(body, pointer) === value ? [] : [{ pointer, keyword: 'const', message: `must be ${JSON.stringify(value)}` }],
});

const media = (type: string, changes: Partial<MediaType> = {}): MediaType => ({
  type,
  schema: '#/schema',
  exampleDocumented: false,
  ...changes,
});
const documented = (...content: readonly MediaType[]): DocumentedResponse => ({
  ...context.contract.unauthorized,
  documented: true,
  content,
});
const sent = (type: string | undefined, body = '', status = 401) =>
  answered(reply(status, type === undefined ? [] : ['Content-Type', type], body));

test('evidence without a reply is not judged but a mistake, which names it', () => {
  expect(() => replyOf(silent)).toThrow('scene#1 has no reply to judge');
  expect(() => replyOf(undefined)).toThrow('nothing has no reply to judge');
});

test.each([
  ['application/json', 'application/json'],
  ['Application/JSON ; charset=utf-8', 'application/json'],
  [' text/plain', 'text/plain'],
  [undefined, undefined],
])('the media type of %s is %s', (type, expected) => expect(mediaTypeOf(sent(type).reply!)).toBe(expected));

describe('the status', () => {
  test.each<readonly [number, readonly string[], string]>([
    [199, [], 'unexpected-status at $statusCode: 199 instead of 401 or 403'],
    [200, [], 'served at $statusCode: 200 instead of 401 or 403'],
    [299, [], 'served at $statusCode: 299 instead of 401 or 403'],
    [300, [], 'redirected at $statusCode: 300 instead of 401 or 403'],
    [302, ['Location', '/login'], 'redirected at $statusCode: 302 (Location: /login) instead of 401 or 403'],
    [400, [], 'unexpected-status at $statusCode: 400 instead of 401 or 403'],
  ])('%i %j is not accepted', (status, headers, expected) =>
    expect(inShort(expectStatus(answered(reply(status, headers)), [401, 403]))).toEqual([expected]),
  );
  test('403 is accepted', () => expect(expectStatus(answered(reply(403)), [401, 403])).toEqual([]));
});

describe('a documented body', () => {
  const mismatchesOf = (type: string | undefined, body: string, ...content: readonly MediaType[]) =>
    inShort(expectDocumentedBody(only('/code', 'no'), sent(type, body), documented(...content)));
  const other = (expected: string, actual: string) => [
    `unexpected-media-type at $response.header.Content-Type: ${actual} instead of ${expected}`,
  ];

  test.each([
    ['as documented', 'application/json; charset=utf-8', 'application/json'],
    ['in a range', 'application/json', 'application/*'],
    ['in any', 'application/problem+json', '*/*'],
    ['in the second that is documented', 'application/problem+json', 'application/problem+json'],
  ])('may be %s, and is judged', (_, type, range) => {
    expect(mismatchesOf(type, '{"code":"no"}', media('text/html'), media(range))).toEqual([]);
    expect(mismatchesOf(type, '{"code":"maybe"}', media('text/html'), media(range))).toEqual([
      'body-against-schema at $response.body#/code: "maybe" instead of must be "no"',
    ]);
  });

  test.each<readonly [string | undefined, string, readonly string[]]>([
    ['text/html', 'application/json', other('application/json', 'text/html')],
    ['text/html', 'application/*', other('application/*', 'text/html')],
    ['applications/json', 'application/*', other('application/*', 'applications/json')],
    ['text/application/x', 'application/*', other('application/*', 'text/application/x')],
    ['application/jsonp', 'application/json', other('application/json', 'application/jsonp')],
    [undefined, 'application/json', other('application/json', 'nothing')],
    [undefined, '*/*', other('*/*', 'nothing')],
  ])('may not be %s where %s is documented', (type, range, expected) =>
    expect(mismatchesOf(type, '{"code":"no"}', media(range))).toEqual(expected),
  );

  test('may be one of several', () =>
    expect(mismatchesOf('text/html', '', media('application/json'), media('application/problem+json'))).toEqual(
      other('application/json or application/problem+json', 'text/html'),
    ));
  test('has to be JSON where it says so', () =>
    expect(mismatchesOf('application/json', '<html>', media('application/json'))).toEqual([
      'body-not-json at $response.body: <html> instead of JSON',
    ]));
  test('is not validated where it is not JSON, or no schema describes it', () => {
    expect(mismatchesOf('text/plain', 'no', media('text/plain'))).toEqual([]);
    const { schema: _, ...undescribed } = media('application/json');
    expect(mismatchesOf('application/json', 'no', undescribed)).toEqual([]);
  });
  test('lacks a member, which is shown as null', () =>
    expect(mismatchesOf('application/json', '{}', media('application/json'))).toEqual([
      'body-against-schema at $response.body#/code: null instead of must be "no"',
    ]));
  test('is wrong as a whole', () => {
    const message = 'must have a required property "code"';
    const strict: CheckContext = { ...context, validate: () => [{ pointer: '', keyword: 'required', message }] };
    expect(inShort(expectDocumentedBody(strict, sent('application/json', '[]'), documented(media('application/json'))))).toEqual([
      'body-against-schema at $response.body#: [] instead of must have a required property "code"',
    ]);
  });
});

describe('documented words', () => {
  const worded = (example: Json | undefined, changes: Partial<MediaType> = {}) =>
    documented(
      media('text/html'),
      media('application/json', { ...(example !== undefined && { example }), exampleDocumented: true, ...changes }),
    );
  const mismatchesOf = (example: Json | undefined, body: string, by = only('/code', 'no')) =>
    inShort(expectDocumentedWords(by, sent('application/json', body), worded(example)));

  test.each<readonly [string, Json, string]>([
    ['are there', { says: 'Go away.' }, '{"says":"Go away."}'],
    ['are there, besides others', { says: 'Go away.' }, '{"says":"Go away.","why":"Because."}'],
    ['are no numbers', { says: 'Go away.', after: 5 }, '{"says":"Go away.","after":6}'],
    ['are there in a list', { says: ['One.', { more: 'Two.' }] }, '{"says":["One.",{"more":"Two."}]}'],
    ['are not what the schema fixes', { code: 'no' }, '{"code":"maybe"}'],
    ['are the whole body', 'Go away.', '"Go away."'],
  ])('%s', (_, example, body) => expect(mismatchesOf(example, body)).toEqual([]));

  test.each<readonly [string, Json, string, readonly string[]]>([
    ['differ', { code: 'no', says: 'Go away.' }, '{"code":"no","says":"Shoo."}', ['/says: "Shoo." instead of Go away.']],
    ['are missing', { says: 'Go away.' }, '{}', ['/says: null instead of Go away.']],
    ['are in no JSON', { says: 'Go away.' }, '<html>', ['/says: null instead of Go away.']],
    ['differ in a list', { says: ['One.', 'Two.'] }, '{"says":["One.","Three."]}', ['/says/1: "Three." instead of Two.']],
    [
      'differ in objects of a list',
      [{ a: 'One.' }, { a: 'Two.' }],
      '[{"a":"1"},{"a":"2"}]',
      ['/0/a: "1" instead of One.', '/1/a: "2" instead of Two.'],
    ],
  ])('%s', (_, example, body, expected) =>
    expect(mismatchesOf(example, body)).toEqual(expected.map((each) => `message-differs at $response.body#${each}`)),
  );

  test('are fixed in one item of a list, and open in the other', () => {
    const example: Json = { says: ['One.', 'Two.'] };
    expect(mismatchesOf(example, '{"says":["1","2"]}', only('/says/1', 'Two.'))).toEqual([
      'message-differs at $response.body#/says/0: "1" instead of One.',
    ]);
  });
  test('are open where they may just not be empty', () => {
    const filled: CheckContext = {
      ...context,
      validate: (_, body) =>
        valueAt(body, '/says') === '' ? [{ pointer: '/says', keyword: 'minLength', message: 'must not be empty' }] : [],
    };
    expect(mismatchesOf({ says: 'Go away.' }, '{"says":"Shoo."}', filled)).toHaveLength(1);
  });
  test('are open where no schema describes them', () => {
    const { schema: _, ...undescribed } = media('application/json', { example: { code: 'no' }, exampleDocumented: true });
    expect(inShort(expectDocumentedWords(only('/code', 'no'), sent('application/json', '{}'), documented(undescribed)))).toHaveLength(1);
  });
  test('are those of the document, not of an example that was made up', () => {
    expect(mismatchesOf(undefined, '{}')).toEqual([]);
    const made = documented(media('application/json', { example: { says: 'Go away.' } }));
    expect(expectDocumentedWords(context, sent('application/json', '{}'), made)).toEqual([]);
    expect(hasWords(made)).toBe(false);
  });
  test('are there to be held to where an example of the document has a text', () => {
    expect(hasWords(worded({ says: 'Go away.' }))).toBe(true);
    expect(hasWords(worded([{ says: 'Go away.' }]))).toBe(true);
    expect(hasWords(worded('Go away.'))).toBe(true);
    expect(hasWords(worded({ after: 5, list: [1, null] }))).toBe(false);
    expect(hasWords(documented())).toBe(false);
    expect(hasWords({ ...worded({ says: 'Go away.' }), documented: false })).toBe(false);
  });
});

test.each([
  ['', 'nothing'],
  [' \n ', 'nothing'],
  [' two\n\t lines ', 'two lines'],
  ['a'.repeat(160), 'a'.repeat(160)],
  ['a'.repeat(161), `${'a'.repeat(160)}…`],
])('an excerpt of %j', (text, expected) => expect(excerpt(text)).toBe(expected));

test.each([
  [300, 'https://api.example/', true],
  [308, 'HTTPS://api.example/', true],
  [399, 'https://api.example/', true],
  [299, 'https://api.example/', false],
  [201, 'https://api.example/', false],
  [400, 'https://api.example/', false],
  [403, 'https://api.example/', false],
  [301, 'http://api.example/', false],
  [301, '//api.example/', false],
  [301, '/to?next=https://api.example/', false],
])('a %i with Location: %s redirects to HTTPS: %s', (status, location, expected) =>
  expect(isSentToHttps(reply(status, ['Location', location]))).toBe(expected),
);

test('a response without a Location does not redirect', () => expect(isSentToHttps(reply(301))).toBe(false));
