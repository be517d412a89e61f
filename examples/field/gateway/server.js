/**
 * Meters behind nginx, which asks this application who the caller is. It listens on a Unix socket, so nothing else can name a caller.
 */
import { randomUUID } from 'node:crypto';
import express from 'express';

const { env } = process;
const bug = (name) => env.BUG === name;

const both = ['read', 'write'];
const tokens = new Map([
  [env.STAGING_READ_KEY, { account: 'main', scopes: ['read'] }],
  [env.STAGING_WRITE_KEY, { account: 'main', scopes: ['write'] }],
  [env.STAGING_EVERYTHING_KEY, { account: 'main', scopes: both }],
  [env.STAGING_REVOKED_KEY, { account: 'main', scopes: ['read'], revoked: true }],
  [env.STAGING_BURNER_USUAL_KEY, { account: 'burner', scopes: ['read'] }],
  [env.STAGING_NEIGHBOUR_KEY, { account: 'neighbour', scopes: both }],
]);
const meters = new Map([['docs', { account: 'main', url: 'https://docs.example' }]]);

const fail = (response, status, error) => response.status(status).json({ error });
const shown = ([id, { url }]) => ({ id, url });
const isOwn = (request, id) => meters.get(id)?.account === request.get('X-Account');
const only =
  (...methods) =>
  (_request, response) =>
    fail(response.set('Allow', methods.join(', ')), 405, 'No such method');

const scope = (name) => (request, response, next) => {
  if (request.get('X-Scopes').split(' ').includes(name)) return next();
  response.set('WWW-Authenticate', `Bearer realm="meters", error="insufficient_scope", scope="${name}"`);
  return fail(response, 403, `The scope ${name} is missing`);
};

const app = express().disable('x-powered-by').disable('etag');
app.get('/caller', (request, response) => {
  const given = /^bearer +(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
  const caller = tokens.get(given);
  if (caller !== undefined && (!caller.revoked || bug('revoked-accepted')))
    return response.set({ 'X-Account': caller.account, 'X-Scopes': caller.scopes.join(' ') }).end();
  const error = given === undefined ? '' : ', error="invalid_token"';
  if (bug('no-challenge')) return response.status(401).end();
  return response.status(401).set('WWW-Authenticate', `Bearer realm="meters"${error}`).end();
});
app.use(express.json());
app
  .route('/v1/meters')
  .get(scope('read'), (request, response) => response.json([...meters].filter(([id]) => isOwn(request, id)).map(shown)))
  .post(scope(bug('add-with-read') ? 'read' : 'write'), (request, response) => {
    const url = request.body?.url;
    if (typeof url !== 'string' || url === '') return fail(response, 400, 'The url is missing');
    const meter = [randomUUID(), { account: request.get('X-Account'), url }];
    meters.set(...meter);
    return response.status(201).json(shown(meter));
  })
  .all(only('GET', 'HEAD', 'POST'));
app
  .route('/v1/meters/:id')
  .all((request, response, next) => (isOwn(request, request.params.id) ? next() : fail(response, 404, 'No such meter')))
  .get(scope('read'), (request, response) => response.json(shown([request.params.id, meters.get(request.params.id)])))
  .delete(scope('write'), (request, response) => {
    meters.delete(request.params.id);
    return response.status(204).end();
  })
  .all(only('GET', 'HEAD', 'DELETE'));
app.use((_request, response) => fail(response, 404, 'No such path'));
// Four parameters make it the handler of errors.
app.use((error, _request, response, _next) => fail(response, error.status ?? 500, 'The request cannot be read'));
app.listen('application.sock');
