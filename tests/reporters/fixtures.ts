import { shardsInOrder } from '../../cli/merge/shards.ts';
import { union } from '../../cli/merge/union.ts';
import { gather } from '../../reporters/gathering/gather.ts';
import type { RequirementFinding, GatheredRequirement } from '../../reporters/gathering/input.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, recorded, run } from './builder.ts';

const catalogue: readonly GatheredRequirement[] = [
  planned('transport/plain-http', { severity: 'critical' }),
  planned('credentials/missing', {
    severity: 'critical',
    demand: 'Every secured operation answers 401 to a request without a credential.',
    basis: { kind: 'contract', pointer: '/paths/~1things/get/responses/401', file: 'openapi.yaml', line: 41, column: 9 },
  }),
  planned('credentials/error-message', { level: 'SHOULD', demand: 'A 401 is worded as the documented example.' }),
  planned('credentials/challenge-scheme', {
    score: 'standards',
    demand: 'Every 401 carries a challenge of a declared scheme.',
    basis: { kind: 'standard', reference: 'RFC 9110 §11.6.1, §15.5.2' },
  }),
  planned('limits/enforcement', {
    demand: 'More requests than a window of the plan allows are refused, for each of its windows.',
  }),
  planned('limits/401-cost', { level: 'SHOULD' }),
  planned('scopes/missing', { severity: 'critical' }),
  planned('http/errors-name-their-language', {
    level: 'MAY',
    score: 'standards',
    basis: { kind: 'practice', reference: 'ASVS 5.0 4.1.1' },
  }),
];

const exchanges = [
  recorded('things#2', 2, { principal: 'reader', role: 'control' }),
  recorded('things#1', 1),
  recorded('things#3', 3, { request: { method: 'DELETE', url: 'https://api.test/v1/things/7', headers: [] } }),
  recorded('never-cited#1', 0),
];

const sound: readonly RequirementFinding[] = [
  finding('transport/plain-http', 'pass'),
  finding('credentials/missing', 'pass', 'pass'),
  finding('credentials/error-message', 'pass'),
  finding('credentials/challenge-scheme', 'pass'),
  finding('limits/enforcement', 'pass', 'not-applicable'),
  {
    requirement: 'limits/401-cost',
    checks: [],
    outcome: 'not-applicable',
    reason: 'the document names no plans',
  },
  {
    requirement: 'scopes/missing',
    checks: [
      check('scopes/missing/listThings/writer', 'pass', { exchanges: ['things#2', 'things#1'] }),
      check('scopes/missing/removeThing/reader', 'pass', { exchanges: ['things#2', 'things#3'] }),
      check('scopes/missing/removeThing/writer', 'pass'),
    ],
  },
  finding('http/errors-name-their-language', 'pass'),
];

const but = (...changed: readonly RequirementFinding[]): readonly RequirementFinding[] =>
  sound.map((usual) => changed.find(({ requirement }) => requirement === usual.requirement) ?? usual);

const rewording: RequirementFinding = {
  requirement: 'credentials/error-message',
  checks: [
    check('credentials/error-message/listThings', 'fail', {
      reason: 'the message differs from the documented one',
      where: '$response.body#/error/message',
      expected: '"Invalid or missing API key"',
      observed: '"Go away"',
      mismatch: {
        code: 'message-differs',
        at: '$response.body#/error/message',
        expected: { kind: 'example', text: 'Invalid or missing API key' },
        actual: 'Go away',
        exchange: 'things#1',
      },
      exchanges: ['things#1'],
    }),
  ],
};

const openDoor: RequirementFinding = {
  requirement: 'credentials/missing',
  checks: [
    ...['listThings', 'readThing', 'removeThing'].map((operation) =>
      check(`credentials/missing/${operation}`, 'fail', {
        reason: 'served instead of rejected',
        expected: '401',
        observed: '200',
        mismatch: {
          code: 'served',
          at: '$statusCode',
          expected: { kind: 'one-of', values: [401] },
          actual: 200,
          exchange: 'things#1',
        },
        exchanges: ['things#2', 'things#1'],
      }),
    ),
    ...[403, 404, 500].map((status) =>
      check(`credentials/missing/addThing/${status}`, 'fail', {
        reason: `unexpected status ${status}`,
        where: '$statusCode',
        expected: '401',
        observed: String(status),
        exchanges: ['things#3'],
      }),
    ),
    check('credentials/missing/changeThing', 'blocked', {
      reason: 'no object to change',
      needs: 'the permission writes',
    }),
  ],
};

const lackingBurner: RequirementFinding = {
  requirement: 'limits/enforcement',
  checks: [
    check('limits/enforcement/free/10%2Fminute', 'pass'),
    check('limits/enforcement/pro/500%2Fminute', 'blocked', {
      reason: 'no principal of plan pro may be exhausted',
      cause: { code: 'planned', why: 'no principal of plan pro may be exhausted' },
      needs: 'an expendable principal of plan pro (principals.NAME.expendable)',
    }),
  ],
};

const shaky: RequirementFinding = {
  requirement: 'transport/plain-http',
  checks: [
    check('transport/plain-http', 'inconclusive', {
      reason: 'a server error (503) makes the response meaningless',
      cause: { code: 'server-error', status: 503 },
      needs: 'a target that serves GET https://api.test/v1/things',
      exchanges: ['things#3'],
    }),
  ],
};

/** A body that would like to be more than text. */
export const NASTY = `</script></pre><img src=https://evil.test/x onerror=alert(1)>"'\`|@everyone ]]>&amp; \u0000\u001b[31m\u202e\ud800 ![x](https://evil.test/y)`;

/** The same, with what cannot be seen spelled out. */
export const SPELLED = NASTY.replace('\u0000\u001b', String.raw`\u{0}\u{1b}`).replace('\u202e\ud800', String.raw`\u{202e}\u{d800}`);

const nasty: RequirementFinding = {
  requirement: 'scopes/missing',
  reason: NASTY,
  checks: [
    check('scopes/missing/listThings/writer', 'fail', {
      reason: NASTY,
      where: NASTY,
      expected: NASTY,
      observed: `${NASTY}\nsecond line`,
      needs: NASTY,
      exchanges: ['nasty#1'],
    }),
  ],
};

const nastyExchange = recorded('nasty#1', 4, {
  scenario: NASTY,
  principal: NASTY,
  request: { method: 'GET', url: `https://api.test/${NASTY}`, headers: [['X-Nasty', NASTY]] },
  response: { status: 200, headers: [['X-Nasty', NASTY]], body: { text: NASTY, bytes: 99, sha256: 'beef', cut: true } },
  trouble: NASTY,
  curl: `curl 'https://api.test/${NASTY}'`,
});

const common = { planned: catalogue, exchanges };
const precedence = {
  header: ['', 'unknown credential', 'missing scope', 'spent quota'],
  rows: [
    ['unknown path', '401 caller', '404 request', '429 caller'],
    ['body that is no JSON', '401 caller', '422 request', '–'],
  ],
};
const observations = [
  { topic: 'limits', message: 'The quota is shared by the principals of an account.', exchanges: ['things#3'] },
  { topic: 'precedence', message: 'What is told of two faults in one request.', table: precedence, exchanges: ['things#3'] },
];

/** The failures of `openDoor`, of which the baseline accepts so many. */
const accepted = (most: number): RequirementFinding => ({
  ...openDoor,
  checks: openDoor.checks.map((one, index) =>
    one.outcome === 'fail' ? { ...one, fingerprint: `0123456789a${index}`, ...(index < most && { excused: true }) } : one,
  ),
});

/** One run in two parts, each with every other requirement. */
const shards = [1, 2].map((index) => {
  const isOwn = (_: unknown, position: number) => position % 2 === index - 1;
  const findings = but(openDoor, rewording, lackingBurner).filter(isOwn);
  const selection = { only: [], skip: [], shard: { index, total: 2 } };
  return {
    file: `shard-${index}.json`,
    result: gather(run({ ...common, planned: catalogue.filter(isOwn), findings, selection, observations })),
  };
});

/** A result of every kind, by name. */
export const fixtures: { readonly [name: string]: Result } = {
  conformant: gather(run({ ...common, findings: sound })),
  'with-warnings': gather(
    run({
      ...common,
      profile: 'standard',
      findings: but(rewording, lackingBurner),
      warnings: ['The certificate of the target was not verified (tls.insecure).'],
      observations,
      excluded: [{ message: 'limits/recovery-after-wait', why: 'needs --slow' }],
    }),
  ),
  'non-conformant': gather(run({ ...common, findings: but(openDoor, rewording, lackingBurner), observations })),
  incomplete: gather(run({ ...common, findings: but(lackingBurner, shaky) })),
  baselined: gather(run({ ...common, findings: but(accepted(Infinity), rewording), baseline: { matched: 6, stale: 0, expired: 0 } })),
  'partly-baselined': gather(run({ ...common, findings: but(accepted(3)), baseline: { matched: 3, stale: 1, expired: 0 } })),
  merged: union(shardsInOrder(shards)),
  unusable: gather(
    run({
      ...common,
      preflight: [
        { id: 'target-answers', outcome: 'pass', message: 'The target answers.' },
        { id: 'clock-agrees', outcome: 'warning', message: 'The target’s clock is 40 s ahead.' },
        {
          id: 'credential-is-accepted',
          outcome: 'fail',
          message: 'The credential of reader was refused with 401.',
          configuration: 'principals.reader.secret (auth-conformance.yaml:7:12)',
          fix: 'Set STAGING_READER_KEY to a live key of the target.',
        },
      ],
    }),
  ),
  nasty: gather(
    run({
      ...common,
      exchanges: [...exchanges, nastyExchange],
      findings: but(nasty),
      warnings: [NASTY],
      observations: [
        { topic: 'scopes', message: NASTY, table: { header: [NASTY, NASTY], rows: [[NASTY, NASTY]] }, exchanges: ['nasty#1'] },
      ],
      excluded: [{ message: NASTY, why: NASTY }],
      power: {
        faults: 2,
        within: [NASTY],
        beyond: [{ fault: NASTY, description: NASTY }],
        additions: [{ needs: NASTY, adds: 1, faults: [NASTY] }],
      },
      target: `https://api.test/${NASTY}`,
      document: { title: NASTY, version: NASTY, source: NASTY, sha256: 'f'.repeat(64) },
      preflight: [{ id: 'nasty', outcome: 'warning', message: NASTY, configuration: NASTY, fix: NASTY }],
    }),
  ),
};
