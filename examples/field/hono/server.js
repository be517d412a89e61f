/**
 * Bookmarks behind hono with bearerAuth. BUG=name starts it with one bug.
 */
import { randomUUID } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';

const { env } = process;
const bug = (name) => env.BUG === name;

const both = ['read', 'write'];
const tokens = new Map([
  [env.STAGING_READ_KEY, { account: 'main', scopes: ['read'] }],
  [env.STAGING_WRITE_KEY, { account: 'main', scopes: ['write'] }],
  [env.STAGING_EVERYTHING_KEY, { account: 'main', scopes: both }],
  [env.STAGING_EXPIRED_KEY, { account: 'main', scopes: ['read'], expires: Date.parse('2026-01-01T00:00:00Z') }],
  [env.STAGING_BURNER_USUAL_KEY, { account: 'burner', scopes: ['read'] }],
  [env.STAGING_NEIGHBOUR_KEY, { account: 'neighbour', scopes: both }],
]);
const bookmarks = new Map([['docs', { account: 'main', url: 'https://docs.example' }]]);
const calls = new Map();
const tokenOf = (context) => context.req.header('Authorization').split(/ +/)[1];

const app = new Hono();
app.use(secureHeaders());
app.use(async (context, next) => {
  await next();
  context.header('Cache-Control', 'no-store');
});

const token = bearerAuth({
  realm: 'bookmarks',
  verifyToken: (key) => {
    const known = tokens.get(key);
    return known !== undefined && (bug('expired-accepted') || !(known.expires < Date.now()));
  },
  noAuthenticationHeader: { message: { error: 'The token is missing' } },
  invalidAuthenticationHeader: { message: { error: 'The header is malformed' } },
  invalidToken: {
    message: (context) => ({ error: bug('token-in-error') ? `Unknown token ${tokenOf(context)}` : 'The token is not valid' }),
  },
});

/** Counts the calls of a token: a hundred in two seconds, from its first call on. */
const limit = async (context, next) => {
  const key = tokenOf(context);
  const now = Date.now();
  const entry = calls.get(key);
  const window = entry && entry.end > now ? entry : { count: 0, end: now + 2000 };
  calls.set(key, window);
  window.count += 1;
  if (window.count > (bug('early-limit') ? 50 : 100)) {
    if (!bug('no-retry-after')) context.header('Retry-After', String(Math.ceil((window.end - now) / 1000)));
    return context.json({ error: 'Too many requests' }, 429);
  }
  return next();
};

const scope = (name) => async (context, next) => {
  const { account, scopes } = tokens.get(tokenOf(context));
  context.set('account', account);
  if (scopes.includes(name)) return next();
  context.header('WWW-Authenticate', `Bearer realm="bookmarks", error="insufficient_scope", scope="${name}"`);
  return context.json({ error: `The scope ${name} is missing` }, 403);
};

const only =
  (...methods) =>
  (context) =>
    context.json({ error: 'No such method' }, 405, { Allow: methods.join(', ') });
const shown = ([id, { url }]) => ({ id, url });
const ownBookmarks = (context) => [...bookmarks].filter(([, { account }]) => account === context.get('account'));
/** The bookmark in the path, if it belongs to the caller's account. */
const ownBookmark = (context) => {
  const found = ownBookmarks(context).find(([id]) => id === context.req.param('id'));
  if (found === undefined) throw new HTTPException(404, { message: 'No such bookmark' });
  return found;
};

const api = new Hono();
api.use(token, limit);
api.get('/bookmarks', scope('read'), (context) => context.json(ownBookmarks(context).map(shown)));
api.post('/bookmarks', scope('write'), async (context) => {
  const { url } = await context.req.json().catch(() => ({}));
  if (typeof url !== 'string' || url === '') throw new HTTPException(400, { message: 'The url is missing' });
  const bookmark = [randomUUID(), { account: context.get('account'), url }];
  bookmarks.set(...bookmark);
  return context.json(shown(bookmark), 201);
});
api.all('/bookmarks', only('GET', 'HEAD', 'POST'));
api.get('/bookmarks/:id', scope('read'), (context) => context.json(shown(ownBookmark(context))));
api.delete('/bookmarks/:id', scope(bug('delete-with-read') ? 'read' : 'write'), (context) => {
  bookmarks.delete(ownBookmark(context)[0]);
  return context.body(null, 204);
});
api.all('/bookmarks/:id', only('GET', 'HEAD', 'DELETE'));

app.route('/v1', api);
app.notFound((context) => context.json({ error: 'No such path' }, 404));
app.onError((error, context) =>
  error instanceof HTTPException && error.res ? error.res : context.json({ error: error.message }, error.status ?? 500),
);
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 9503 });
