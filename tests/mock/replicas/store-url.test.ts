import { describe, expect, test } from 'vitest';
import { parseStoreUrl } from '../../../mock/replicas/store-url.ts';

const single = { kind: 'single', secure: false, database: 0 } as const;

describe('the URL of a store', () => {
  test.each([
    ['redis://store.internal', { ...single, nodes: [{ host: 'store.internal', port: 6379 }] }],
    ['redis://store.internal/', { ...single, nodes: [{ host: 'store.internal', port: 6379 }] }],
    ['redis://10.0.0.1:7000/3', { ...single, nodes: [{ host: '10.0.0.1', port: 7000 }], database: 3 }],
    ['redis://[::1]:7000', { ...single, nodes: [{ host: '::1', port: 7000 }] }],
    ['rediss://store.internal', { ...single, secure: true, nodes: [{ host: 'store.internal', port: 6379 }] }],
    ['redis://:secret@host', { ...single, nodes: [{ host: 'host', port: 6379 }], password: 'secret' }],
    ['redis://user:a%40b%2Fc%3Ad:e@host', { ...single, nodes: [{ host: 'host', port: 6379 }], username: 'user', password: 'a@b/c:d:e' }],
    ['redis://host?name=mine', { ...single, nodes: [{ host: 'host', port: 6379 }], name: 'mine' }],
    ['redis+unix:///run/redis.sock?name=mine', { ...single, nodes: [], socket: '/run/redis.sock', name: 'mine' }],
    ['redis+unix://:secret@/tmp/my%20folder/redis.sock', { ...single, nodes: [], socket: '/tmp/my folder/redis.sock', password: 'secret' }],
    [
      'redis+cluster://one:7000,two',
      {
        kind: 'cluster',
        secure: false,
        database: 0,
        nodes: [
          { host: 'one', port: 7000 },
          { host: 'two', port: 6379 },
        ],
      },
    ],
    [
      'rediss+sentinel://one,[fd00::1]:7000/main%20group?name=x',
      {
        kind: 'sentinel',
        secure: true,
        database: 0,
        group: 'main group',
        name: 'x',
        nodes: [
          { host: 'one', port: 26_379 },
          { host: 'fd00::1', port: 7000 },
        ],
      },
    ],
  ])('%s', (url, address) => expect(parseStoreUrl(url)).toEqual(address));

  test.each([
    ['', 'not the URL of a store'],
    ['store.internal:6379', 'not the URL of a store'],
    ['https://store.internal', 'not the URL of a store'],
    ['redis+other://host', 'not the URL of a store'],
    ['redis://', 'nothing is no host with a port'],
    ['redis://host:', 'host: is no host with a port'],
    ['redis://host:70000', 'host:70000 is no host with a port'],
    ['redis://::1', '::1 is no host with a port'],
    ['redis://one,two', 'several servers are a cluster or sentinels'],
    ['redis+cluster://one,', 'nothing is no host with a port'],
    ['redis://host/main', 'the database is not a number'],
    ['redis+cluster://host/1', 'a cluster has no databases'],
    ['redis+sentinel://host', 'the name of the group is missing'],
    ['redis+sentinel://host/', 'the name of the group is missing'],
    ['redis://host?database=1', 'the parameter database is unknown; there is name'],
    ['redis+unix://run/redis.sock', 'not the URL of a store'],
    ['redis+unix://', 'not the URL of a store'],
    ['rediss+unix:///run/redis.sock', 'not the URL of a store'],
  ])('%s is rejected: %s', (url, problem) => {
    expect(() => parseStoreUrl(url)).toThrow(RangeError);
    expect(() => parseStoreUrl(url)).toThrow(`store: ${problem}; expected redis://HOST`);
  });

  test.each([
    'redis://user:pass%word@host/main',
    'redis://user:secretword@ho st:x',
    'redis://user:secretw@rd@host',
    'redis://user:secretword@host?other=1',
  ])('a message never has the password: %s', (url) => {
    expect(() => parseStoreUrl(url)).toThrow(/^store: (?!.*(?:secretw|pass%|rd@))/);
  });
});
