import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../cli/configuration/file.ts';
import { prepareRun, type RunArguments } from '../../../cli/run/prepare.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { wanted } from '../../../suites/principals/completion.ts';
import { createPrincipals } from '../../../suites/principals/principals.ts';
import { schedule } from '../../../suites/engine/schedule.ts';
import { call } from '../../support/command.ts';
import { complaint, folder, written } from './written.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const example = (path: string) => join(root, 'examples', path);
const runArguments: RunArguments = { overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };

/** A document with these scopes, each asked for by an operation of its own. */
const scoped = (scopes: readonly string[]) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Odd\nnames', version: '1' },
    servers: [{ url: 'https://staging.example.com' }],
    paths: Object.fromEntries(
      scopes.map((scope, index) => [
        `/t${index}`,
        { get: { operationId: `get${index}`, security: [{ Key: [scope] }], responses: { '200': { description: 'x' } } } },
      ]),
    ),
    components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' }, Pass: { type: 'http', scheme: 'basic' } } },
  });

const documents: { readonly [title: string]: readonly [document: string | undefined, ...overlays: readonly string[]] } = {
  'the bundled document': [undefined],
  'one with a key in a header': [example('header-key/openapi.yaml')],
  'one with limits laid over it': [example('header-key/openapi.yaml'), example('header-key/limits.overlay.yaml')],
  'one of every OAuth flow': [example('oauth-flows/openapi.yaml')],
  'one with an overlay': [example('overlay/openapi.yaml'), example('overlay/auth.overlay.yaml')],
  ...Object.fromEntries(
    ['docker-registry', 'nginx', 'pdns', 'prometheus', 'radicale', 'syncthing', 'verdaccio'].map(
      (name) => [`that of ${name}`, [example(`field/${name}/openapi.yaml`)]] as const,
    ),
  ),
};

describe('what is written', () => {
  test.for(Object.entries(documents))('is a configuration that a plan can be made by: %s', async ([, [document, ...overlay]]) => {
    const { config, variables } = await written({ document, overlay });
    const unset: string[] = [];
    const { contract, settings } = await prepareRun({ ...runArguments, config }, '0.0.0', (variable) => void unset.push(variable));
    const loaded = await loadContract(document ?? bundledDocument, { overlays: overlay });
    expect([contract.title, contract.sha256]).toEqual([loaded.title, loaded.sha256]);
    expect(
      schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks: { clock: false, reset: false } }).requests,
    ).toBeGreaterThan(0);
    expect(settings.allow).toEqual({ writes: false, burn: false, destructive: false });
    const names = Object.keys(parseEnv(variables));
    expect(names.toSorted()).toEqual(unset.toSorted());
    expect(new Set(names).size).toBe(names.length);
    expect(Object.values(parseEnv(variables)).filter((value) => value !== '')).toEqual([]);
  });

  test.for(Object.entries(documents))('has everybody that a run would mint: %s', async ([, [document, ...overlay]]) => {
    const { config } = await written({ document, overlay });
    const { contract, settings } = await prepareRun({ ...runArguments, config }, '0.0.0', () => {});
    const { principals } = settings;
    expect(wanted(contract).filter(({ is }) => !principals.some((principal) => is(principal, principals)))).toEqual([]);
  });

  test('has a client for each thing that a flow takes, where every flow is declared', async () => {
    const { config } = await written({ document: example('oauth-flows/openapi.yaml') });
    const { clients = {} } = (await readConfiguration(config)).values;
    expect(
      Object.values(clients).map(({ clientSecret, resourceOwner }) => [clientSecret !== undefined, resourceOwner !== undefined]),
    ).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });

  test('gives scopes to credentials of the scheme that has scopes, and says who may call each operation', async () => {
    const { config, printed } = await written({ document: example('documents/git-host.yaml') });
    const { principals = {} } = (await readConfiguration(config)).values;
    expect(Object.entries(principals).map(([name, { scheme, scopes }]) => [name, scheme, scopes.length > 0])).toEqual([
      ['repo-delete', 'userToken', true],
      ['repo-read', 'userToken', true],
      ['repo-write', 'userToken', true],
      ['user-read', 'userToken', true],
      ['revoked', 'userToken', true],
      ['expired', 'userToken', true],
      ['everything', 'userToken', true],
      ['neighbour', 'userToken', true],
      ['personal-token', 'personalToken', false],
      ['app-token', 'appToken', false],
    ]);
    expect(printed).toMatch(/^ {2}GET \/user +user-read, everything, neighbour, personal-token$/m);
    expect(printed).toMatch(/^ {2}DELETE \/repos\/\{id\} +repo-delete, everything, neighbour$/m);
    expect((await written({ document: example('documents/generated.json') })).printed).toMatch(/^ {2}GET \/health +everyone$/m);
  });

  test.each([
    ['basic', '{ type: http, scheme: basic }', ['caller', 'revoked'], 'secret: { env: STAGING_CALLER_KEY }'],
    ['digest', '{ type: http, scheme: digest }', ['caller', 'revoked'], 'secret: { env: STAGING_CALLER_KEY }'],
    [
      'mutual TLS',
      '{ type: mutualTLS }',
      ['caller', 'revoked', 'expired'],
      'secret: { cert: ./clients/caller.pem, key: ./clients/caller.key }',
    ],
  ])('proposes what credentials of %s can be', async (_, scheme, names, secret) => {
    const path = await folder();
    const document = join(path, 'openapi.yaml');
    await writeFile(
      document,
      `openapi: 3.1.0\ninfo: { title: One, version: '1' }\nservers: [{ url: https://one.example }]\npaths: { /a: { get: { security: [{ One: [] }], responses: { '200': { description: Fine } } } } }\ncomponents: { securitySchemes: { One: ${scheme} } }\n`,
    );
    const { config, text } = await written({ document }, path);
    expect(Object.keys((await readConfiguration(config)).values.principals ?? {})).toEqual(names);
    expect(text).toContain(secret);
  });

  test('can say that accounts share their objects, where a document has objects', async () => {
    const { text } = await written({ document: example('documents/git-host.yaml') });
    expect(text).toMatch(/^# objects: shared$/m);
    expect((await written({ document: example('field/prometheus/openapi.yaml') })).text).not.toContain('objects: shared');
  });

  test('begins with a schema that an editor finds', async () => {
    const { text, path } = await written();
    const [, schema] = /^# yaml-language-server: \$schema=(.+)\n/.exec(text)!;
    expect(JSON.parse(await readFile(resolve(path, schema!), 'utf8'))).toMatchObject({ title: 'auth-conformance.yaml' });
  });

  test('names document and overlays by their way from the file', async () => {
    const path = await folder();
    const { config } = await written({ document: example('overlay/openapi.yaml'), overlay: [example('overlay/auth.overlay.yaml')] }, path);
    const { document, overlays } = (await readConfiguration(config)).values;
    expect([resolve(dirname(config), document!), resolve(dirname(config), overlays![0]!)]).toEqual([
      example('overlay/openapi.yaml'),
      example('overlay/auth.overlay.yaml'),
    ]);
  });

  test('has the target that was given, or one to be put right that is no server of the document', async () => {
    const given = await written({ target: 'https://qa.example.com/v1/' });
    expect(given.text).toMatch(/^target: https:\/\/qa\.example\.com\/v1$/m);
    expect(given.text).not.toContain('CHANGE THIS');
    const path = await folder();
    await writeFile(join(path, 'openapi.json'), scoped(['read']));
    const placeholder = await written({ document: join(path, 'openapi.json') }, path);
    expect(placeholder.text).toMatch(/CHANGE THIS[^]*^target: https:\/\/staging\.example\.org$/m);
  });

  test('survives scopes of every kind', async () => {
    const scopes = [
      'read:things',
      'https://www.example.com/auth/all',
      'true',
      '123',
      'target',
      'a, b]',
      'é',
      '"',
      '#x',
      'revoked',
      '- x',
      '{y}',
      '*',
    ];
    const path = await folder();
    await writeFile(join(path, 'openapi.json'), scoped(scopes));
    const { config } = await written({ document: join(path, 'openapi.json') }, path);
    const { settings } = await prepareRun({ ...runArguments, config }, '0.0.0', () => {});
    const held = settings.principals.filter(({ state }) => state === 'active').flatMap((principal) => principal.scopes);
    expect([...new Set(held)].toSorted()).toEqual(scopes.toSorted());
  });

  test('says of a document without credentials that nobody is needed', async () => {
    const path = await folder();
    const open = {
      openapi: '3.1.0',
      info: { title: 'Open', version: '1' },
      paths: { '/': { get: { responses: { '200': { description: 'x' } } } } },
    };
    await writeFile(join(path, 'openapi.json'), JSON.stringify(open));
    const { text, config } = await written({ document: join(path, 'openapi.json') }, path);
    expect(text).toContain('# No principals: ');
    await expect(prepareRun({ ...runArguments, config }, '0.0.0')).resolves.toMatchObject({ settings: { principals: [] } });
  });
});

test.for([
  ['mock', /the mock needs no configuration/],
  ['staging', /^--target: expected an http or https URL such as .*, got "staging"$/],
  ['ftp://staging.example.com', /^--target: expected an http or https URL/],
] as const)('the target %s is refused', async ([target, says]) => {
  expect(await complaint({ target })).toMatch(says);
});

test('a newcomer is told what was written and what to do next, and plan runs at once, with every secret unset', async () => {
  const path = await folder();
  const { printed } = await written({}, path);
  expect(printed).toMatch(
    /: \d+ principals and \d clients, for AImyChats API 1\.0\.0\n.*\.env\.example: \d+ variables to fill in\nWho may call each operation, by the document:\n(?: {2}[A-Z]+ \/.*\n)+Next: set target in /,
  );
  const { code, stdout, stderr } = await call(['plan'], { folder: path });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+ of \d+ requirements, about \d+ requests/m);
  expect(stderr).toMatch(/^! not set \(a plan does not need them\): STAGING_[A-Z_]+(?:, STAGING_[A-Z_]+)+$/m);
});

test.for([['openapi.yaml'], ['openapi.json'], ['openapi.yml', 'openapi.json']])(
  'without a document it takes %s of the working directory',
  async (names) => {
    const path = await folder();
    for (const name of names) await writeFile(join(path, name), scoped(['read']));
    expect(await call(['init'], { folder: path })).toMatchObject({ code: 0, stderr: '' });
    const { values } = await readConfiguration(join(path, 'auth-conformance.yaml'));
    expect(values.document).toBe(`./${names[0]}`);
  },
);
