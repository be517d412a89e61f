/**
 * Jobs behind fastify, @fastify/bearer-auth and @fastify/rate-limit. BUG=name starts it with one bug.
 */
import { randomUUID } from 'node:crypto';
import bearerAuth from '@fastify/bearer-auth';
import rateLimit from '@fastify/rate-limit';
import fastify from 'fastify';

const { env } = process;
const bug = (name) => env.BUG === name;

const accounts = new Map([
  [env.STAGING_CALLER_KEY, 'main'],
  [env.STAGING_BURNER_USUAL_KEY, 'burner'],
  [env.STAGING_NEIGHBOUR_KEY, 'neighbour'],
]);
const jobs = new Map([['nightly', { account: 'main', command: 'backup' }]]);

// With trustProxy any caller could choose its address in X-Forwarded-For, because no proxy is in front of this server.
const app = fastify({ trustProxy: bug('trust-proxy') });

app.addHook('onSend', async (request, reply) => {
  reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  // @fastify/bearer-auth sends no challenge of its own.
  const error = request.headers.authorization?.toLowerCase().startsWith('bearer ') ? ', error="invalid_token"' : '';
  if (reply.statusCode === 401 && bug('forbidden-without-key')) reply.code(403);
  if (reply.statusCode === 401) reply.header('WWW-Authenticate', `Bearer realm="jobs"${error}`);
});

const failure = (statusCode, error, message) => ({ statusCode, error, message });
const fail = (reply, ...details) => reply.code(details[0]).send(failure(...details));
const notFound = (_request, reply) => fail(reply, 404, 'Not Found', 'No such object');

app.setErrorHandler((error, _request, reply) => {
  const { statusCode = 500, name } = error;
  if (bug('stack-in-error')) return fail(reply, statusCode, name, error.stack);
  return fail(reply, statusCode, name, statusCode < 500 ? error.message : 'Internal Server Error');
});

await app.register(rateLimit, { max: 100, timeWindow: 2000 });
app.setNotFoundHandler({ preHandler: app.rateLimit() }, notFound);

/** Answers the methods that a path does not have. */
const only = (api, url, ...allowed) =>
  api.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !allowed.includes(method)),
    url,
    handler: (_request, reply) => fail(reply.header('Allow', allowed.join(', ')), 405, 'Method Not Allowed', `Use ${allowed.join(' or ')}`),
  });

app.get('/v1/health', async () => ({ status: 'ok' }));
only(app, '/v1/health', 'GET', 'HEAD');

app.decorateRequest('account', null);
const shown = ([id, { command }]) => ({ id, command });
const ownJobs = ({ account }) => [...jobs].filter(([, job]) => job.account === account || bug('open-route'));
const ownJob = (request) => ownJobs(request).find(([id]) => id === request.params.id);

const nearest = (key) => [...accounts.keys()].find((known) => known.slice(0, -4) === key.slice(0, -4));

async function secured(api) {
  await api.register(bearerAuth, {
    addHook: 'preParsing', // after the limiter, before a body is read
    specCompliance: 'rfc6749', // the scheme in any case
    verifyErrorLogLevel: 'debug',
    auth: (key, request) => {
      request.account = accounts.get(bug('key-prefix') ? nearest(key) : key);
      return request.account !== undefined;
    },
    errorResponse: () => failure(401, 'Unauthorized', 'The key is missing or not valid'),
  });

  const readJob = (request, reply) => {
    const job = ownJob(request);
    return job === undefined ? notFound(request, reply) : reply.send(shown(job));
  };
  // Outside of this plugin, a route has no authentication.
  if (bug('open-route')) app.get('/v1/jobs/:id', readJob);
  else api.get('/jobs/:id', readJob);
  api.delete('/jobs/:id', (request, reply) => {
    if (ownJob(request) === undefined) return notFound(request, reply);
    jobs.delete(request.params.id);
    return reply.code(204).send();
  });
  only(api, '/jobs/:id', 'GET', 'HEAD', 'DELETE');

  const body = { type: 'object', required: ['command'], properties: { command: { type: 'string', minLength: 1 } } };
  api.get('/jobs', (request, reply) => reply.send(ownJobs(request).map(shown)));
  api.post('/jobs', { schema: { body } }, (request, reply) => {
    const job = [randomUUID(), { account: request.account, command: request.body.command }];
    jobs.set(...job);
    return reply.code(201).send(shown(job));
  });
  only(api, '/jobs', 'GET', 'HEAD', 'POST');
}
await app.register(secured, { prefix: '/v1' });
await app.listen({ port: 9502, host: '127.0.0.1' });
