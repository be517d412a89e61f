import { loadContract } from '../../../spec/load.ts';
import { noHttp2WithoutTls, noSecondLine } from './exceptions.ts';
import type { Keys, Sent, Shape } from './shape.ts';
import { testShapes } from './table.ts';

/** Lists the specimens with this field. */
const carrying =
  (name: string, value: (key: string) => string = (key) => key) =>
  (keys: Keys): Sent => ({ target: '/specimens', headers: [[name, value(keys.of('all'))]] });

const unknown = { status: 401, code: 'key_unknown', challenge: /^ApiKey realm="Herbarium"$/ };

const shapes: readonly Shape[] = [
  { title: 'A key in its field', request: carrying('X-Api-Key'), status: 200 },
  { title: 'A key in its field in capitals', request: carrying('X-API-KEY'), status: 200 },
  { title: 'A missing key', request: () => ({ target: '/specimens', headers: [] }), ...unknown },
  { title: 'An empty field', request: carrying('X-Api-Key', () => ''), ...unknown },
  { title: 'A key in a field of another name', request: carrying('Api-Key'), ...unknown },
  { title: 'A key as bearer token', request: carrying('Authorization', (key) => `Bearer ${key}`), ...unknown },
  { title: 'A key in its field after Bearer', request: carrying('X-Api-Key', (key) => `Bearer ${key}`), ...unknown },
  {
    title: 'A key in the query',
    request: (keys) => ({ target: `/specimens?api_key=${keys.of('all')}&X-Api-Key=${keys.of('all')}`, headers: [] }),
    ...unknown,
  },
  { title: 'A key in a cookie', request: carrying('Cookie', (key) => `X-Api-Key=${key}`), ...unknown },
  { title: 'An unknown key', request: carrying('X-Api-Key', (key) => `${key.slice(0, -1)}x`), ...unknown },
  {
    title: 'A revoked key',
    request: (keys) => ({ target: '/specimens', headers: [['X-Api-Key', keys.of('revoked')]] }),
    ...unknown,
  },
  {
    title: 'A key in two lines',
    request: (keys) => ({
      target: '/specimens',
      headers: [
        ['X-Api-Key', keys.of('all')],
        ['X-Api-Key', keys.of('all')],
      ],
    }),
    status: 400,
    code: 'bad_request',
    challenge: /^ApiKey realm="Herbarium"$/,
    except: { 'Mock Service Worker': noSecondLine, fetch: noSecondLine },
  },
  { title: 'No key where none is needed', request: () => ({ target: '/opening-hours', headers: [] }), status: 200 },
  {
    title: 'A key whose quota is spent',
    request: (keys) => ({ target: '/specimens', headers: [['X-Api-Key', keys.fresh('visitor')]] }),
    after: 10,
    status: 429,
    code: 'rate_limited',
  },
  {
    title: 'A key over plain HTTP',
    request: (keys) => ({ ...carrying('X-Api-Key')(keys), secure: false }),
    status: 403,
    code: 'forbidden',
    except: { 'HTTP/2': noHttp2WithoutTls },
  },
];

const document = 'examples/header-key/openapi.yaml';
testShapes(await loadContract(document, { overlays: ['examples/header-key/limits.overlay.yaml'] }), '/reason', shapes);
