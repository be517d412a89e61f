import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { challengesIn } from '../../../suites/expectations/challenge.ts';
import { expectNoInternals, expectNoVersions } from '../../../suites/expectations/leaks.ts';
import { malformedItems, policyField, rateItems, serviceField } from '../../../suites/expectations/structured.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { reasonOf } from '../../suites/expectations/evidence.ts';

const reply = (headers: readonly string[], body = '', status = 401): Reply => ({ status, headers, body });
const challenges = (...lines: readonly string[]) => challengesIn(reply(lines.flatMap((line) => ['WWW-Authenticate', line])));

const token = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,8}$/);
const text = fc.stringMatching(/^[\x20-\x7e]{0,12}$/);
const quoted = (value: string) => `"${value.replace(/["\\]/g, String.raw`\$&`)}"`;

describe('a WWW-Authenticate field', () => {
  test('gives back the challenges that it was written from', () => {
    const challenge = fc.record({ scheme: token, parameters: fc.array(fc.tuple(token, text), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(challenge, { minLength: 1, maxLength: 3 }), fc.constantFrom(', ', ',', ' , '), (written, comma) => {
        const field = written
          .map(({ scheme, parameters }) => `${scheme} ${parameters.map(([name, value]) => `${name}=${quoted(value)}`).join(comma)}`.trim())
          .join(comma);
        const read = challenges(field)?.map(({ scheme, parameters }) => ({ scheme, parameters }));
        expect(read).toEqual(
          written.map(({ scheme, parameters }) => ({ scheme, parameters: parameters.map(([name, value]) => [name.toLowerCase(), value]) })),
        );
      }),
    );
  });

  test('may stand in several lines, with a token68 and empty elements', () => {
    expect(challenges('Negotiate YWJj==', ', Bearer realm="a, b" , ,error=invalid_token')).toEqual([
      { scheme: 'Negotiate', token68: 'YWJj==', parameters: [] },
      {
        scheme: 'Bearer',
        parameters: [
          ['realm', 'a, b'],
          ['error', 'invalid_token'],
        ],
      },
    ]);
  });

  test.for(['Bearer realm="open', 'Bearer realm=a b', 'Bearer realm="a" error="b"', '"Bearer"'])(
    'is not read where it is none: %s',
    (line) => expect(challenges(line)).toBeUndefined(),
  );

  test('never takes long or throws, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (line) => void challenges(line)));
    expect(challenges('"'.repeat(20_000))).toBeUndefined();
  });
});

const evidence = (answer: Reply, request: Partial<Evidence['request']> = {}): Evidence => ({
  id: 'scene#1',
  scenario: 'scene',
  role: 'probe',
  startedAt: 0,
  milliseconds: 0,
  connection: { scheme: 'https' },
  request: { method: 'GET', url: 'https://api.example/v1/things', headers: [], ...request },
  reply: answer,
});
const told = (body: string, status = 500) => expectNoInternals(evidence(reply([], body, status))).map(reasonOf);

describe('the internals of a server', () => {
  test.for([
    ['Node', 'TypeError: x is undefined\n    at handler (/srv/app/routes/things.js:12:7)'],
    ['Node, in JSON', JSON.stringify({ stack: 'Error: no\n    at async Object.read (file:///srv/app/things.mjs:4:11)' })],
    ['Python', 'Traceback (most recent call last):\n  File "/srv/app/views.py", line 7, in get'],
    ['Java', 'java.lang.NullPointerException: x\n\tat com.example.Things.read(Things.java:42)'],
    ['PHP', '<b>Fatal error</b>: Uncaught Error in <b>/var/www/html/index.php</b> on line <b>9</b>'],
    ['Go', 'panic: runtime error: index out of range\n\ngoroutine 1 [running]:'],
    ['Ruby', "app/controllers/things_controller.rb:7:in `show'"],
    ['PostgreSQL', 'ERROR:  syntax error at or near "WHERE"'],
    ['PDO', 'SQLSTATE[42S02]: Base table or view not found'],
    ['SQL', 'Failed: SELECT id, name FROM things WHERE id = 1'],
    ['a query builder', JSON.stringify({ message: 'select "id", "owner" from "things" where "id" = $1 limit $2' })],
    ['a query builder of MySQL', 'delete from `things` where `id` = 1'],
    ['PostgreSQL, of a value', JSON.stringify({ message: 'invalid input syntax for type integer: "string"' })],
    ['a path', '{"message":"ENOENT: /usr/share/things/config.yaml"}'],
    ['a path of Windows', String.raw`Could not find C:\inetpub\wwwroot\web.config`],
  ])('are told by what %s writes', ([, body]) => expect(told(body!)).not.toEqual([]));

  test.for([
    'There is nothing at /v1/app/things/config.yaml: see https://docs.example/usr/errors.json',
    'Select a plan from the list, update your settings, or insert into the body what is missing',
    'Please select a "plan" from your list, and update "name" first',
    'At least one (1) thing is required',
    'The file report.php was not accepted',
    'Error: Exception granted',
  ])('are not told by prose: %s', (body) => expect(told(body)).toEqual([]));

  test('are told by errors alone, and not by what the request said itself', () => {
    const body = 'SELECT a FROM b';
    expect(told(body, 200)).toEqual([]);
    expect(expectNoInternals(evidence(reply([], body, 400), { body }))).toEqual([]);
  });

  test('have versions', () => {
    const versions = (headers: readonly string[], body = '') => expectNoVersions(evidence(reply(headers, body, 404))).length;
    expect(versions(['Server', 'nginx/1.18.0'])).toBe(1);
    expect(versions(['X-Powered-By', 'PHP/8.1.2'])).toBe(1);
    expect(versions([], '<hr><center>nginx/1.18.0</center>')).toBe(1);
    expect(versions([], '<address>Apache/2.4.57 (Debian) Server</address>')).toBe(1);
    expect(versions(['Server', 'nginx', 'Via', '1.1 varnish', 'X-API-Version', '2.0.1'], 'Express 1.2 delivery is off')).toBe(0);
  });
});

const name = fc.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,12}$/);
const whole = fc.integer({ min: 0, max: 999_999_999_999_999 });

describe('the structured rate-limit fields', () => {
  const malformed = (answer: Reply, field: string) => malformedItems({ id: 'scenario#1', reply: answer }, field);
  const policies = (value: string) =>
    malformed(reply([policyField, value]), policyField).map(({ code, details: { item, parameter } = {} }) =>
      [code, item, parameter].filter((part) => part !== undefined).join(' '),
    );

  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, whole, whole), { minLength: 1, maxLength: 4 }), (items) => {
        const field = items.map(([label, left, time]) => `"${label}";r=${left};t=${time}`).join(',');
        const answer = reply([serviceField, field]);
        expect(
          rateItems(answer, serviceField)?.map(({ name: label, parameters }) => [label, parameters.get('r'), parameters.get('t')]),
        ).toEqual(items);
        expect(malformed(answer, serviceField)).toEqual([]);
      }),
    );
  });

  test('are well-formed as the draft shows them', () => {
    expect(policies('"permin";q=50;w=60,"perhr";q=1000;w=3600')).toEqual([]);
    expect(policies('"peruser";q=65535;qu="content-bytes";w=10;pk=:cHsdsRa8:')).toEqual([]);
  });

  test.for([
    ['limit=100, remaining=99, reset=60', 'not-a-structured-list'],
    ['hour;q=100', 'not-a-structured-list'],
    ['100;w=60', 'not-a-structured-list'],
    ['"hour"', 'rate-limit-parameter-missing hour q'],
    ['"hour";q=-1', 'wrong-rate-limit-parameter hour q'],
    ['"hour";q=100;w=0', 'wrong-rate-limit-parameter hour w'],
    ['"hour";q=100;w=60.5', 'wrong-rate-limit-parameter hour w'],
    ['"hour";q=100;qu=requests', 'wrong-rate-limit-parameter hour qu'],
    ['"hour";q=100;pk="me"', 'wrong-rate-limit-parameter hour pk'],
    ['("hour" "day");q=100', 'not-a-structured-list'],
    ['"hour";q=100,', 'not-a-structured-list'],
  ])('are not well-formed as %s', ([value, reason]) => expect(policies(value!)).toEqual([reason]));
});
