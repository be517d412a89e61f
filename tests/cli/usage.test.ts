import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { resultSchema } from '../../suites/result/result.ts';
import { call, filesOf, folderWith, start, type Ended } from '../support/command.ts';
import { misconducts, serve } from '../support/servers.ts';
import { staging } from './staging.ts';

const contract = await loadContract(bundledDocument);
const nobody = 'https://127.0.0.1:9/v1';
const closedPort = await folderWith({
  'staging.yaml': `target: ${nobody}\nprincipals:\n  reader: { secret: { env: KEY }, plan: pro, scopes: [read] }\n`,
  'misspelt.yaml': `target: ${nobody}\nprincipals:\n  reader:\n    secrte: { env: KEY }\n`,
  'bad.yaml': 'openapi: 3.1.0\ninfo: { title: Bad, version: "1" }\npaths:\n  /things:\n    get: { security: 7 }\n',
});
const intoNever = ['--report-dir', 'never/reports', '--write-baseline', 'never/drafts/baseline.yaml'];
const silent = await serve(misconducts.closes);
const site = await staging(contract, { principals: ['reader', 'writer'] });
afterAll(async () => void (await Promise.all([closedPort.remove(), site.close(), silent.close()])));

const asked = (...args: readonly string[]) => call(args, { folder: closedPort.folder, environment: { KEY: 'a-secret-key-of-staging' } });

/** Starts all of them, two at a time, in this order. */
async function all(runs: { readonly [name: string]: () => Promise<Ended> }): Promise<ReadonlyMap<string, Ended>> {
  const queue = Object.entries(runs);
  const done = new Map<string, Ended>();
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) done.set(next[0], await next[1]());
  };
  await Promise.all([work(), work()]);
  return done;
}

const ends = await all({
  wrongKey: () =>
    call(['run', '--config', 'staging.yaml'], {
      folder: site.folder,
      environment: { ...site.environment, STAGING_WRITER_KEY: 'not-the-key' },
    }),
  closedPort: () => asked('run', '--config', 'staging.yaml'),
  doctorAtClosedPort: () => asked('doctor', '--config', 'staging.yaml'),
  doctorMisspelt: () => asked('doctor', '--config', 'misspelt.yaml'),
  plan: () => asked('plan', '--config', 'staging.yaml', '--profile', 'full'),
  unknownFilter: () => asked('plan', '--config', 'staging.yaml', '--only', 'whoami,credentials/mising*'),
  badDocument: () => asked('plan', 'bad.yaml', '--target', nobody),
  misspelt: () => asked('plan', '--config', 'misspelt.yaml'),
  unknownOption: () => asked('run', '--tagret', nobody),
  unknownVersion: () => asked('--verison'),
  unknownCommand: () => asked('rnu'),
  extraArgument: () => asked('run', 'one.yaml', 'two.yaml'),
  noCommand: () => asked(),
  unknownFault: () => asked('mock', '--fault', 'acepts-revoked-key'),
  shortVersion: () => asked('-v'),
  runMisspelt: () => asked('run', '--config', 'misspelt.yaml', ...intoNever),
  runUnknownFilter: () => asked('run', '--config', 'staging.yaml', '--only', 'credentials/mising*', ...intoNever),
  runNothing: () => asked('run', '--config', 'staging.yaml', '--only', 'whoami', '--skip', 'whoami', ...intoNever),
  nowhereToReport: () => asked('run', '--target', silent.https, '--report-dir', 'staging.yaml/below'),
  nowhereToDraft: () => asked('run', '--target', silent.https, '--write-baseline', 'staging.yaml/below/baseline.yaml'),
  planJson: () => asked('plan', '--config', 'staging.yaml', '--only', 'whoami', '--json'),
  emptyShard: () => asked('run', '--target', 'mock', '--only', 'whoami', '--shard', '7/8', '--report-dir', 'of-nothing'),
  helpMock: () => asked('mock', '--help'),
  helpRun: () => asked('run', '--help'),
  helpPlan: () => asked('plan', '--help'),
});

/** How one of them ended. */
function ended(name: string): Ended {
  const end = ends.get(name);
  if (!end) throw new Error(`nothing was run as ${name}`);
  return end;
}

describe('a wrong key', () => {
  test('makes the run unusable', async () => {
    expect(ended('wrongKey').code).toBe(4);
    const { 'results.json': results } = await filesOf(join(site.folder, 'auth-conformance-report'));
    expect(resultSchema.parse(JSON.parse(results!))).toMatchObject({ verdict: 'unusable', exit: { code: 4 } });
  });

  test('is named with its line in the configuration, and no other is', () => {
    const [where] = /principals\.writer\.secret \(staging\.yaml:\d+:\d+\)/.exec(ended('wrongKey').stdout) ?? [];
    expect(where).toBe('principals.writer.secret (staging.yaml:13:5)');
    expect(ended('wrongKey').stdout).not.toContain('principals.reader.secret');
  });
});

test('a closed port makes the run unusable, and the target is named with its line', () => {
  expect(ended('closedPort').code).toBe(4);
  expect(ended('closedPort').stdout).toMatch(/ECONNREFUSED/);
  expect(ended('closedPort').stdout).toMatch(/target \(staging\.yaml:1:1\)/);
  expect(ended('closedPort').lastLine).toMatch(/^exit 4: preflight failed/);
});

test('a shard that nothing falls to has nothing to say, and does not fail', () => {
  const { code, lastLine } = ended('emptyShard');
  expect([code, lastLine]).toEqual([0, 'exit 0: nothing that applies falls to this shard']);
});

describe('doctor', () => {
  test('exits 4 at a closed port, and says of the target what a run says, with its line', () => {
    const { code, stdout, lastLine } = ended('doctorAtClosedPort');
    expect(code).toBe(4);
    const [says] = /https:\/\/127\.0\.0\.1:9\/v1 does not respond: cannot connect to port 9/.exec(stdout)!;
    expect(ended('closedPort').stdout).toContain(says);
    expect(stdout).toMatch(/→ target \(staging\.yaml:1:1\): check that the server is running/);
    expect(lastLine).toMatch(/^exit 4: a run would be unusable: 1 of \d+ checks failed$/);
  });

  test('exits 2 where the configuration is wrong, and looks at nothing', () => {
    const { code, stdout, stderr } = ended('doctorMisspelt');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^misspelt\.yaml:4:5: principals\.reader: unknown member "secrte"; did you mean "secret"\?$/m);
  });
});

describe('a plan', () => {
  test('needs no server, for it sends nothing', () => {
    expect(ended('plan').code).toBe(0);
    expect(ended('plan').stdout).toContain('nothing was sent');
    expect(ended('plan').stdout).toMatch(/^ {2}whoami +\d+ +\d+ +0 {2}none$/m);
  });

  test('has its topics as JSON too, with what the whole costs', () => {
    const json = z
      .object({ requests: z.int().min(1), seconds: z.int(), topics: z.array(z.unknown()) })
      .parse(JSON.parse(ended('planJson').stdout));
    expect(json.topics).toEqual([
      { topic: 'whoami', checks: expect.any(Number), requests: json.requests, seconds: json.seconds, permissions: [] },
    ]);
  });

  test('says what is blocked and what it needs', () => {
    const [, blocked = ''] = ended('plan').stdout.split('Blocked, with what is needed\n');
    expect(blocked).toMatch(
      /^ {2}limits\/enforcement {2}8 checks\n {6}there is no expendable principal of the plan free: .*expendable: true/m,
    );
    expect(blocked).toContain('allow.writes');
  });
});

describe('wrong usage exits 2 and says what is wrong, without a stack trace', () => {
  const wrong = {
    unknownFilter: /"credentials\/mising\*": did you mean credentials\/missing\?/,
    unknownVersion: /unknown option --verison: did you mean --version\?/,
    unknownCommand: /unknown command "rnu": did you mean run\?/,
    extraArgument: /unexpected argument "two\.yaml"/,
    noCommand: /name a command: mock, ca, run, /,
    unknownFault: /got "acepts-revoked-key"; did you mean "accepts-revoked-key"\?/,
    badDocument: /bad\.yaml:5:\d+/,
    misspelt: /misspelt\.yaml:4:5: .*"secrte".*"secret"/,
    unknownOption: /unknown option --tagret: did you mean --target\?/,
    runMisspelt: /misspelt\.yaml:4:5: .*"secrte".*"secret"/,
    runUnknownFilter: /"credentials\/mising\*"/,
    runNothing: /no requirement is selected/,
    nowhereToReport: /--report-dir: cannot write to staging\.yaml\/below/,
    nowhereToDraft: /--write-baseline: cannot write to \.?\/?staging\.yaml\/below/,
  };
  for (const [name, says] of Object.entries(wrong)) {
    test(name, () => {
      const { code, stdout, stderr, lastLine } = ended(name);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(says);
      expect(lastLine).toMatch(/^exit 2: /);
      expect(stderr).not.toMatch(/^ +at /m);
    });

    test(`${name}, and says it once`, () => {
      const lines = ended(name).stderr.trimEnd().split('\n');
      const sayings = lines.map((line) => line.replace(/^exit \d+: /, '').replace(/ \[[a-z/]+\]$/, ''));
      expect(new Set(sayings).size).toBe(lines.length);
    });
  }

  test('and the last line of several says in a few words what they are about', async () => {
    const { stderr } = await asked('explain', 'credentials/mising');
    expect(stderr.split('\n')).toEqual([
      expect.stringContaining('unknown requirement, check or topic "credentials/mising": did you mean credentials/missing'),
      expect.any(String),
      'exit 2: wrong command, argument or option [usage]',
      '',
    ]);
  });
});

test('-v prints the version', () => {
  expect(ended('shortVersion')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
});

test('a run that is refused for what is wrong with its configuration or its flags makes no folder', async () => {
  expect((await readdir(closedPort.folder)).filter((name) => name === 'never')).toEqual([]);
});

test('a run that could not write its reports or its baseline is refused before anything is sent', () => {
  expect([ended('nowhereToReport').code, ended('nowhereToDraft').code, silent.connections()]).toEqual([2, 2, 0]);
});

describe('help', () => {
  test.for(['helpMock', 'helpRun', 'helpPlan'])('of each command shows examples (%s)', (name) => {
    expect(ended(name).code).toBe(0);
    const [, examples = ''] = /^Examples:\n([^]*?)(?:\n\n|\n?$(?![^]))/m.exec(ended(name).stdout)!;
    // Each command is one line, below its purpose, so that it can be pasted.
    expect(examples).toMatch(/^(?: {2}# \S.*\n {2}auth-conformance .*\S\n?)+$/);
  });
});

test('the mock prints one line of JSON once it listens, serves what it says, and stops when it is told', async () => {
  const command = start(['mock', '--port', '0', '--http-port', '0', '--control-port', '0', '--json'], closedPort);
  const line = await command.seen('stdout', /\n/);
  const served: unknown = JSON.parse(line);
  expect(served).toMatchObject({
    url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/v1$/),
    httpUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
    control: { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), token: expect.any(String) },
    ca: expect.stringMatching(/\.pem$/),
    principals: { reader: { secret: expect.any(String), plan: 'pro', scopes: ['read'] } },
    clients: expect.any(Object),
  });
  const { control } = z.object({ control: z.object({ url: z.string(), token: z.string() }) }).parse(served);
  const hooks = await fetch(control.url, { headers: { authorization: `Bearer ${control.token}` } });
  expect(await hooks.json()).toEqual({ capabilities: ['clock', 'reset', 'mint', 'deny'] });
  command.process.kill('SIGTERM');
  const { code, stdout } = await command.ended;
  expect(code).toBe(0);
  expect(stdout.split('\n')).toHaveLength(2);
});
