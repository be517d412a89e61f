/**
 * Notes behind express, passport-http-bearer and express-rate-limit. BUG=name starts it with one bug.
 */
import { randomUUID } from 'node:crypto';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import passport from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';

const { env } = process;
const bug = (name) => env.BUG === name;

const all = ['read', 'write', 'delete'];
const tokens = new Map([
  [env.STAGING_READ_KEY, { account: 'main', scopes: ['read'] }],
  [env.STAGING_WRITE_KEY, { account: 'main', scopes: ['write'] }],
  [env.STAGING_DELETE_KEY, { account: 'main', scopes: ['delete'] }],
  [env.STAGING_EVERYTHING_KEY, { account: 'main', scopes: all }],
  [env.STAGING_REVOKED_KEY, { account: 'main', scopes: ['read'], revoked: true }],
  [env.STAGING_EXPIRED_KEY, { account: 'main', scopes: ['read'], expires: Date.parse('2026-01-01T00:00:00Z') }],
  [env.STAGING_BURNER_USUAL_KEY, { account: 'burner', scopes: ['read'] }],
  [env.STAGING_NEIGHBOUR_KEY, { account: 'neighbour', scopes: all }],
]);
const notes = new Map([['first', { account: 'main', text: 'Water the plants' }]]);

/** Takes the token from the header only. The strategy itself accepts it in the query and in a form too. */
class HeaderStrategy extends BearerStrategy {
  authenticate(request, options) {
    super.authenticate(bug('token-in-query') ? request : { headers: request.headers }, options);
  }
}

passport.use(
  new HeaderStrategy({ realm: 'notes' }, (token, done) => {
    const user = tokens.get(token);
    const valid = user !== undefined && (!user.revoked || bug('revoked-accepted')) && !(user.expires < Date.now());
    done(null, valid && user);
  }),
);

const problem = (response, status, title) =>
  response.status(status).type('application/problem+json').send(JSON.stringify({ title, status }));

const limiter = rateLimit({
  windowMs: 2000,
  limit: bug('double-limit') ? 200 : 100,
  standardHeaders: 'draft-6',
  legacyHeaders: false,
  keyGenerator: (request) => request.user.account,
  handler: (_request, response) => problem(response, 429, 'Too Many Requests'),
});

const scope = (name) => (request, response, next) => {
  if (request.user.scopes.includes(name)) return next();
  response.set('WWW-Authenticate', `Bearer realm="notes", error="insufficient_scope", scope="${name}"`);
  problem(response, 403, 'Forbidden');
};

const only =
  (...methods) =>
  (_request, response) =>
    problem(response.set('Allow', methods.join(', ')), 405, 'Method Not Allowed');

/** The note in the path, if it belongs to the caller's account. */
const ownNote = (request, response, next) => {
  const note = notes.get(request.params.id);
  if (note?.account !== request.user.account) return problem(response, 404, 'Not Found');
  request.note = note;
  next();
};

const shown = ([id, { text }]) => ({ id, text });

const api = express.Router();
api.use(passport.authenticate('bearer', { session: false, failWithError: true }), limiter, express.json());
api
  .route('/notes')
  .get(scope('read'), (request, response) => {
    response.json([...notes].filter(([, { account }]) => account === request.user.account).map(shown));
  })
  .post(scope('write'), (request, response) => {
    const text = request.body?.text;
    if (typeof text !== 'string' || text === '') return problem(response, 400, 'The text is missing');
    const note = [randomUUID(), { account: request.user.account, text }];
    notes.set(...note);
    response.status(201).json(shown(note));
  })
  .all(only('GET', 'HEAD', 'POST'));
api
  .route('/notes/:id')
  .get(scope('read'), ownNote, (request, response) => response.json(shown([request.params.id, request.note])))
  .delete(bug('delete-without-scope') ? [] : scope('delete'), ownNote, (request, response) => {
    notes.delete(request.params.id);
    response.status(204).end();
  })
  .all(only('GET', 'HEAD', 'DELETE'));

const app = express().disable('x-powered-by');
app.use((_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
});
app.use('/v1', api);
app.use((_request, response) => problem(response, 404, 'Not Found'));
// Four parameters make it the handler of errors, among them the 401 of passport, which has set the challenge.
app.use((error, _request, response, _next) => {
  const status = error.status ?? 500;
  if (bug('no-challenge')) response.removeHeader('WWW-Authenticate');
  problem(response, status, status < 500 ? error.message : 'Internal Server Error');
});
app.listen(9501, '127.0.0.1');
