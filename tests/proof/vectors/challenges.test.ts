/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 9110 §11.6.1; RFC 9110 §5.6.1.2; RFC 6750 §3; RFC 7617 §2
 */
import { describe, expect, test } from 'vitest';
import { challengeText, prepareChallenges } from '../../../mock/compile/challenge.ts';
import type { Scheme, SchemeKind } from '../../../spec/contract.ts';
import { challengesIn } from '../../../suites/expectations/challenge.ts';

const read = (...lines: readonly string[]) =>
  challengesIn({ status: 401, headers: lines.flatMap((line) => ['WWW-Authenticate', line]), body: '' });

const scheme = (kind: SchemeKind, challenge: string): Scheme => ({
  name: 'Key',
  kind,
  type: 'http',
  parameter: 'Authorization',
  challenge,
  flows: [],
  place: { pointer: '', file: '' },
});
const writtenFor = (kind: SchemeKind, challenge: string, title: string) =>
  challengeText(prepareChallenges({ title }, [scheme(kind, challenge)]).challenges[0]!);
const written = writtenFor('bearer', 'Bearer', 'example');
const basicWritten = writtenFor('basic', 'Basic', 'foo');

describe('challenges of HTTP (RFC 9110 §11.6.1)', () => {
  const newauth = [
    ['type', '1'],
    ['title', 'Login to "apps"'],
  ];
  const both = [
    { scheme: 'Basic', parameters: [['realm', 'simple']] },
    { scheme: 'Newauth', parameters: [['realm', 'apps'], ...newauth] },
  ];

  test('two schemes in one field, one with parameters', () =>
    expect(read(String.raw`Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\""`)).toEqual(both));

  test('the same in two lines', () =>
    expect(read('Basic realm="simple"', String.raw`Newauth realm="apps", type=1, title="Login to \"apps\""`)).toEqual(both));
});

describe('lists of HTTP, applied to challenges (RFC 9110 §5.6.1.2)', () => {
  test.each(['foo ,bar,', 'foo , ,bar,charlie', 'foo,bar,,charlie'])('%s has as many elements as it names', (text) =>
    expect(read(text)?.map((challenge) => challenge.scheme)).toEqual(text.split(/[ ,]+/).filter(Boolean)),
  );

  test.each(['', ',', ',   ,'])('"%s" has none', (text) => expect(read(text)).toEqual([]));
});

describe('bearer challenges (RFC 6750 §3)', () => {
  test('without a credential nothing but the realm, which is how the mock writes it', () => {
    expect(read('Bearer realm="example"')).toEqual([{ scheme: 'Bearer', parameters: [['realm', 'example']] }]);
    expect(written).toBe('Bearer realm="example"');
  });

  test('with an expired token, over two lines of text', () =>
    expect(read('Bearer realm="example",\t error="invalid_token",\t error_description="The access token expired"')).toEqual([
      {
        scheme: 'Bearer',
        parameters: [
          ['realm', 'example'],
          ['error', 'invalid_token'],
          ['error_description', 'The access token expired'],
        ],
      },
    ]));
});

describe('basic challenges (RFC 7617 §2)', () => {
  test('with a realm', () =>
    expect(read('Basic realm="WallyWorld"')).toEqual([{ scheme: 'Basic', parameters: [['realm', 'WallyWorld']] }]));

  test('with a charset, which is how the mock writes it', () => {
    const field = 'Basic realm="foo", charset="UTF-8"';
    expect(basicWritten).toBe(field);
    const [challenge] = read(field)!;
    expect(challenge?.parameters).toEqual([
      ['realm', 'foo'],
      ['charset', 'UTF-8'],
    ]);
  });
});
