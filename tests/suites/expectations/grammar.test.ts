/**
 * What one side writes, the other reads: forms, redirects and fields of HTTP, whatever they hold.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { challengeText, parsedChallenges, prepareChallenges } from '../../../mock/compile/challenge.ts';
import { parseParameters } from '../../../mock/oauth/parameters.ts';
import { scopesOf } from '../../../mock/oauth/scope.ts';
import { challengeOf } from '../../../mock/oauth/sha256.ts';
import { createDates } from '../../../mock/engine/response.ts';
import type { Scheme } from '../../../spec/contract.ts';
import { basicScheme } from '../../../spec/schemes/basic.ts';
import { challengesIn, parameterOf } from '../../../suites/expectations/challenge.ts';
import { isHttpDate, directivesOf } from '../../../suites/expectations/fields.ts';
import { basicCredentials } from '../../../suites/oauth/dialogue.ts';
import { encoded, scopesIn } from '../../../suites/oauth/form.ts';
import { returnedBy } from '../../../suites/oauth/issued.ts';
import { challengeFor, pkceFor } from '../../../suites/oauth/pkce.ts';
import { targetSeconds } from '../../../suites/expectations/quota.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const parameters = fc.uniqueArray(fc.tuple(text, text), { maxLength: 5, selector: ([name]) => name });
const token = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,8}$/);

describe('parameters', () => {
  test('that the suites send are those that the mock receives', () => {
    fc.assert(
      fc.property(parameters, fc.constantFrom('%20' as const, '+' as const), (sent, space) => {
        expect([...parseParameters(encoded(sent, space)).values]).toEqual(sent);
      }),
    );
  });

  test('that stand twice are noticed', () => {
    fc.assert(
      fc.property(text, text, text, (name, one, other) => {
        expect([...parseParameters(encoded([[name, one], [name, other]])).repeated]).toEqual([name]); // oxfmt-ignore
      }),
    );
  });

  test('of a redirect are found in its query and in its fragment, whatever stood there before', () => {
    fc.assert(
      fc.property(parameters, fc.constantFrom('?', '#', '?a=1#', '?a=1&'), (sent, mark) => {
        const found = [...returnedBy(`https://client.example/cb${mark}${encoded(sent)}`)];
        expect(found.slice(mark.includes('a=1') ? 1 : 0)).toEqual(sent);
      }),
    );
  });

  test('that are scopes are the same list on both sides, but for those named twice', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[!#-[\]-~]{1,9}$/), { maxLength: 6 }), fc.constantFrom(' ', '  '), (scopes, space) => {
        expect(scopesIn(scopes.join(space))).toEqual(scopes);
        expect(scopesOf(scopes.join(space))).toEqual([...new Set(scopes)]);
      }),
    );
  });
});

describe('a client', () => {
  test('whose id and secret the suites put into the header is the one that the mock takes out', () => {
    fc.assert(
      fc.property(text, text, (id, secret) => {
        const scheme: Scheme = { ...bearer, kind: 'basic' };
        const taken = basicScheme.take(scheme, { target: '/', headers: ['Authorization', basicCredentials(id, secret)] });
        const parts = (taken.found === 'credential' ? taken.credential : '').split(':');
        expect(parts.map((part) => decodeURIComponent(part.replaceAll('+', ' ')))).toEqual([id, secret]);
      }),
    );
  });

  test('has a verifier of the right length and letters, and both sides make the same challenge of it', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { verifier, challenge } = pkceFor(seed);
        expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
        expect([challengeFor(verifier), challengeOf(verifier)]).toEqual([challenge, challenge]);
      }),
    );
  });
});

const bearer: Scheme = {
  name: 'Key',
  kind: 'bearer',
  type: 'http',
  parameter: 'Authorization',
  challenge: 'Bearer',
  flows: [],
  place: { pointer: '', file: '' },
};

describe('a field', () => {
  test('with challenges of the mock is read by the suites, whatever the title of the API', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (title) => {
        const schemes: readonly Scheme[] = [bearer, { ...bearer, kind: 'basic', challenge: 'Basic' }];
        const { challenges } = prepareChallenges({ title }, schemes);
        const written = challenges.map(challengeText).join(', ');
        const read = challengesIn({ status: 401, headers: ['WWW-Authenticate', written], body: '' })!;
        const realm = title.replaceAll(/[^\x20-\x7e]/g, '');
        expect(read.map((one) => [one.scheme, parameterOf(one, 'realm')])).toEqual([
          ['Bearer', realm],
          ['Basic', realm],
        ]);
        expect(parsedChallenges(written)).toEqual(challenges);
      }),
    );
  });

  test('with directives has those that it was written from, with quotes and without', () => {
    const directive = fc.tuple(token, fc.oneof(fc.constant(''), token, fc.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,12}$/)));
    const different = fc.uniqueArray(directive, { maxLength: 4, selector: ([name]) => name.toLowerCase() });
    fc.assert(
      fc.property(different, fc.constantFrom(',' as const, ';' as const), fc.constantFrom('', ' '), (written, separator, space) => {
        const items = written.map(([name, value]) => (value === '' ? name : `${name}="${value}"`));
        const read = directivesOf(['Field', items.join(`${separator}${space}`)], 'field', separator);
        expect([...read]).toEqual(written.map(([name, value]) => [name.toLowerCase(), value]));
      }),
    );
  });

  test('with a date of the mock is a date to the suites, and the same second', () => {
    const date = createDates();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59) }), (at) => {
        expect(isHttpDate(date(at))).toBe(true);
        expect(targetSeconds({ status: 200, headers: ['Date', date(at)], body: '' }, -1)).toBe(Math.floor(at / 1000));
      }),
    );
  });
});
