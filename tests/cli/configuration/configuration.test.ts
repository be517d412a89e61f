import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complaint, prepared, reader, target } from './prepared.ts';

/** A client, with one line of its own. */
const app = (line: string) => `${target}\nclients:\n  app:\n    clientId: staging-app\n    ${line}\n`;

describe('a mistake in the configuration is named with file, line and column', () => {
  const mistakes: { readonly [title: string]: readonly [text: string, says: RegExp] } = {
    'an unknown member, with the one that was meant': [
      reader('secret: { command: echo secret }\n    scope: [read]'),
      /^staging\.yaml:5:5: principals\.reader: unknown member "scope"; did you mean "scopes"\?/,
    ],
    'an unknown member at the top': [`targt: https://127.0.0.1:9\n`, /^staging\.yaml:1:1: .*"targt"; did you mean "target"\?/],
    'a literal secret': [
      reader('secret: abc123'),
      /^staging\.yaml:4:5: principals\.reader\.secret: expected a reference such as \{ env: NAME \}/,
    ],
    'a literal secret of digits': [reader('secret: 12345678'), /^staging\.yaml:4:5: principals\.reader\.secret: expected a reference/],
    'a principal without a secret': [reader('plan: free'), /^staging\.yaml:3:3: principals\.reader\.secret: is missing$/],
    'an environment variable that is not set': [
      reader('secret: { env: NO_SUCH_VARIABLE_OF_A_TEST }'),
      /^staging\.yaml:4:5: principals\.reader\.secret: the environment variable NO_SUCH_VARIABLE_OF_A_TEST is not set/,
    ],
    'an environment variable with the name of a prototype': [
      reader('secret: { env: __proto__ }'),
      /^staging\.yaml:4:5: principals\.reader\.secret: the environment variable __proto__ is not set/,
    ],
    'a key with the name of a prototype': [
      'principals: { __proto__: { secret: { env: A } } }',
      /^staging\.yaml:1:15: __proto__ cannot be a name$/,
    ],
    'a file that is not there': [
      reader('secret: { file: ./no.key }'),
      /^staging\.yaml:4:5: principals\.reader\.secret: cannot read the file \.\/no\.key/,
    ],
    'a command that fails': [
      reader('secret: { command: "exit 3" }'),
      /^staging\.yaml:4:5: principals\.reader\.secret: the command failed \(exit code 3\)/,
    ],
    'an unknown plan, with those that there are': [
      reader('secret: { command: echo secret }\n    plan: platinum'),
      /^staging\.yaml:5:5: principals\.reader\.plan: expected one of free, starter, standard, pro, got "platinum"/,
    ],
    'an address that is none': [
      reader('secret: { command: echo secret }\n    from: [203.0.113.0/33]'),
      /^staging\.yaml:5:5: principals\.reader\.from: expected addresses and CIDR ranges such as 203\.0\.113\.0\/24, got "203\.0\.113\.0\/33"/,
    ],
    'a word about a list that is not there': [
      reader('secret: { command: echo secret }\n    here: true'),
      /^staging\.yaml:5:5: principals\.reader\.here: needs the allowlist from, which is missing/,
    ],
    'an unknown scope': [
      reader('secret: { command: echo secret }\n    scopes: [raed]'),
      /^staging\.yaml:5:5: principals\.reader\.scopes: expected one of .*read.*, got "raed"/,
    ],
    'an authority that is not there': [`${target}\ntls: { ca: ./no.pem }\n`, /^staging\.yaml:2:8: tls\.ca: \.\/no\.pem cannot be read/],
    'an unknown member of a client': [
      app('redirectUrl: https://app.example/callback'),
      /^staging\.yaml:5:5: clients\.app: unknown member "redirectUrl"; did you mean "redirectUri"\?$/,
    ],
    'an unknown way of consent': [
      app('consent: { browsr: ./login.ts }'),
      /^staging\.yaml:5:16: clients\.app\.consent: unknown member "browsr"; did you mean "browser"\?$/,
    ],
    'a word that is no way of consent': [
      app('consent: manual'),
      /^staging\.yaml:5:5: clients\.app\.consent: expected automatic, \{ browser: \.\/login\.ts \} or \{ code: \{ env: NAME \} \}$/,
    ],
    'a script of consent that is not there': [
      app('consent: { browser: ./no.ts }'),
      /^staging\.yaml:5:16: clients\.app\.consent\.browser: cannot read the script \.\/no\.ts$/,
    ],
    'a literal client secret': [app('clientSecret: abc123'), /^staging\.yaml:5:5: clients\.app\.clientSecret: expected a reference/],
    'a literal code': [app('consent: { code: abc123 }'), /^staging\.yaml:5:16: clients\.app\.consent\.code: expected a reference/],
    'a literal password': [
      app('resourceOwner: { username: ann, password: abc123 }'),
      /^staging\.yaml:5:37: clients\.app\.resourceOwner\.password: expected a reference/,
    ],
    'a client without an id': [
      `${target}\nclients:\n  app: { scopes: [read] }\n`,
      /^staging\.yaml:3:3: clients\.app\.clientId: is missing$/,
    ],
    'a client of an unknown plan': [app('plan: gold'), /^staging\.yaml:5:5: clients\.app\.plan: expected one of .*, got "gold"$/],
    'a client of an unknown scope': [app('scopes: [raed]'), /^staging\.yaml:5:5: clients\.app\.scopes: expected one of .*, got "raed"$/],
    'a redirect URI that is none': [app('redirectUri: callback'), /^staging\.yaml:5:5: clients\.app\.redirectUri: Invalid URL$/],
    'a public client with a secret': [
      app('public: true\n    clientSecret: { command: echo secret }'),
      /^staging\.yaml:5:5: clients\.app\.public: a public client has no secret: remove clientSecret$/,
    ],
    'what is no YAML': [`target: [\n`, /^staging\.yaml:2:1: /],
    'a target that is no URL': ['target: staging\n', /^staging\.yaml:1:1: target: /],
  };
  test.for(Object.entries(mistakes))('%s', async ([, [text, says]]) => {
    expect(await complaint(text)).toMatch(says);
  });

  test('all of them at once', async () => {
    expect((await complaint('targt: 1\nprincipal: 2\n')).split('\n')).toHaveLength(2);
  });

  test('never with the secret that stood there', async () => {
    expect(await complaint(reader('secret: a-literal-secret'))).not.toContain('a-literal-secret');
  });
});

describe('wrong usage is refused', () => {
  test.for([
    ['a file that is not there', { config: '/no/such/file.yaml' }, /file\.yaml: cannot read the configuration/],
    ['no target', {}, /no target: give --target URL/],
    [
      'an unknown permission',
      { target: 'https://127.0.0.1:9', allow: 'wirtes' },
      /--allow: expected a list of writes, burn, destructive, got "wirtes"/,
    ],
    ['a shard that is none', { target: 'https://127.0.0.1:9', shard: '3/2' }, /--shard: expected I\/N such as 1\/3, got "3\/2"/],
    ['no request at all', { target: 'https://127.0.0.1:9', maxRequests: 0 }, /--max-requests: expected a positive whole number/],
    ['a fault of what is not the mock', { target: 'https://127.0.0.1:9', fault: ['omits-challenge-on-401'] }, /add --target mock/],
    ['an unknown fault', { target: 'mock', fault: ['no-such-fault'] }, /fault: expected the name of a fault .*got "no-such-fault"/],
    ['the host that the document itself names', { target: 'https://api.aimychats.com/v1' }, /probably production/],
  ] as const)('%s', async ([, changes, says]) => {
    expect(await complaint('budget: { seconds: 5 }\n', changes)).toMatch(says);
  });
});

describe('a configuration is read', () => {
  test('with secrets from a file, a command and .env beside it', async () => {
    const text = `${target}\nprincipals:\n  one: { secret: { file: one.key } }\n  two: { secret: { command: cat two.key } }\n  three: { secret: { env: THREE_OF_A_TEST } }\n`;
    const { settings } = await prepared(text, { 'one.key': 'first\n', 'two.key': 'second', '.env': 'THREE_OF_A_TEST=third\n' });
    expect(settings.principals.map(({ name, secret, account }) => [name, secret, account])).toEqual([
      ['one', 'first', '@one'],
      ['two', 'second', '@two'],
      ['three', 'third', '@three'],
    ]);
  });

  test('with OAuth clients, each on an account of its own unless it says more', async () => {
    const clients = [
      '  app: { clientId: staging-app, clientSecret: { env: SECRET }, redirectUri: "https://app.example/callback", scopes: [read] }',
      '  spa: { clientId: { file: id }, redirectUri: "https://spa.example/", account: qa, plan: pro, consent: { browser: ./login.ts } }',
      '  pasted: { clientId: pasted, redirectUri: "https://app.example/", from: [203.0.113.0/24], consent: { code: { env: CODE } } }',
      '  legacy: { clientId: legacy, clientSecret: { env: SECRET }, resourceOwner: { username: ann, password: { env: PASSWORD } } }',
    ];
    const text = [target, 'clients:', ...clients].join('\n');
    const environment = 'SECRET=of-the-client\nCODE=of-consent\nPASSWORD=of-ann\n';
    const { settings, file } = await prepared(text, { '.env': environment, id: 'spa-client\n', 'login.ts': '' });
    const script = join(dirname(file.path!), 'login.ts');
    const automatic = { kind: 'automatic' };
    expect(settings.clients).toEqual([
      {
        name: 'app',
        clientId: 'staging-app',
        clientSecret: 'of-the-client',
        redirectUri: 'https://app.example/callback',
        account: '@app',
        scopes: ['read'],
        public: false,
        consent: automatic,
      },
      {
        name: 'spa',
        clientId: 'spa-client',
        redirectUri: 'https://spa.example/',
        account: 'qa',
        plan: 'pro',
        scopes: [],
        public: true,
        consent: { kind: 'browser', script },
      },
      {
        name: 'pasted',
        clientId: 'pasted',
        redirectUri: 'https://app.example/',
        account: '@pasted',
        from: ['203.0.113.0/24'],
        scopes: [],
        public: true,
        consent: { kind: 'code', code: 'of-consent' },
      },
      {
        name: 'legacy',
        clientId: 'legacy',
        clientSecret: 'of-the-client',
        redirectUri: '',
        account: '@legacy',
        scopes: [],
        public: false,
        consent: automatic,
        resourceOwner: { username: 'ann', password: 'of-ann' },
      },
    ]);
  });

  test('and outweighed by flags', async () => {
    const text = `${target}\nallow: { writes: true }\nbudget: { requests: 7, seconds: 8 }\n`;
    const flags = { target: 'https://127.0.0.1:8/v2/', maxRequests: 9, allow: 'burn' };
    const { settings } = await prepared(text, {}, flags);
    expect(settings).toMatchObject({ target: 'https://127.0.0.1:8/v2', budget: { requests: 9, seconds: 8 } });
    expect(settings.allow).toEqual({ writes: true, burn: true, destructive: false });
    expect((await prepared(text)).settings).toMatchObject({ target: 'https://127.0.0.1:9/v1', budget: { requests: 7, seconds: 8 } });
  });

  test('with at most a hundred requests under the profile safe', async () => {
    expect((await prepared(`${target}\n`, {}, { profile: 'safe' })).settings.budget.requests).toBe(100);
    expect((await prepared(`${target}\n`, {}, { profile: 'safe', maxRequests: 5 })).settings.budget.requests).toBe(5);
  });
});

describe('a user or a password in a URL is rejected, and printed nowhere', () => {
  const url = 'https://ada:correct-horse@127.0.0.1:9/v1';
  test.each([
    ['target', `target: ${url}`, 'principals.NAME.secret'],
    ['httpTarget', `${target}\nhttpTarget: ${url.replace('https', 'http')}`, 'principals.NAME.secret'],
    ['oauthTarget', `${target}\noauthTarget: ${url}`, 'principals.NAME.secret'],
    ['servers.other', `${target}\nservers: { other: "${url}" }`, 'principals.NAME.secret'],
    ['hooks.url', `${target}\nhooks: { url: "${url}", token: { env: TOKEN } }`, 'hooks.token'],
    ['proxy', `${target}\nproxy: ${url}`, 'proxy: { env: NAME }'],
  ])('as %s', async (key, text, instead) => {
    const message = await complaint(text);
    expect(message).toMatch(new RegExp(`^staging\\.yaml:\\d+:\\d+: ${key}: contains a user or a password`));
    expect(message).toContain(instead);
    expect(message).not.toContain('correct-horse');
  });

  test.each([
    url,
    ` ${url}`,
    url.replace('ttp', 't\tp'),
    'ada:correct-horse@127.0.0.1:9/v1',
    url.replace('https', 'ftp'),
    'https:ada:correct-horse@127.0.0.1',
  ])('as the flag --target %s', async (flag) => {
    const message = await complaint('', { target: flag });
    expect(message).toMatch(/^target: contains a user or a password: use principals\.NAME\.secret/);
    expect(message).not.toContain('correct-horse');
  });

  test.each([{ document: url.replace('/v1', '/openapi.yaml') }, { overlay: [url.replace('/v1', '/overlay.yaml')] }])(
    'as the document or an overlay',
    async (changes) => {
      const error: unknown = await prepared(target, {}, changes).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ name: 'DocumentError', code: 'document/unreadable' });
      expect(String(error)).toMatch(/its URL contains a user or a password: download it.*\(https:\/\/127\.0\.0\.1:9\//);
      expect(String(error)).not.toContain('correct-horse');
    },
  );
});

describe('where requests come from', () => {
  test.each(['https://127.0.0.1:9/v1', 'https://127.3.2.1:9/v1'])('is known of a target on loopback: %s', async (url) => {
    const { settings } = await prepared(`target: ${url}`);
    expect(settings.origin).toMatchObject({ usual: '127.0.0.1', choices: [expect.stringMatching(/^127\.0\.0\.[01]/)], mapped: false });
  });

  test('is known of a target on the loopback of IPv6, which is one address', async () => {
    const { settings } = await prepared('target: https://[::1]:9/v1');
    expect(settings.origin).toEqual({ usual: '::1', choices: ['::1'], mapped: false });
  });

  test('is the target’s to know anywhere else, and what the configuration says holds', async () => {
    const text =
      'target: https://staging.example/v1\nprincipals:\n  office: { secret: { command: echo secret }, from: [203.0.113.0/24], here: true }\n';
    const { settings } = await prepared(text);
    expect(settings.origin).toBeUndefined();
    expect(settings.principals[0]).toMatchObject({ from: ['203.0.113.0/24'], here: true });
  });
});
