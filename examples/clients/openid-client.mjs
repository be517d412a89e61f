// Signs in with openid-client, calls the API, and refreshes the token: as the documentation of openid-client shows it, for one user and one process.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import * as client from 'openid-client';

const given = (name) => process.env[`AUTH_CONFORMANCE_${name}`];
const tasks = { 'sign-in': 1, 'sign-in-calls': 3, 'sign-in-parallel': 8 };
const calls = tasks[given('TASK')];
if (calls === undefined) process.exit(64);

/** Opens the URL in the browser, and waits for the redirect to the redirect URI. */
function redirectOf(url) {
  const { port, origin } = new URL(given('REDIRECT_URI'));
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      response.end('You can close this page.');
      server.close();
      resolve(new URL(request.url, origin));
    }).listen(port, '127.0.0.1', () => spawn(process.env.BROWSER, [url.href]));
  });
}

// A public client has no secret.
const secret = given('CLIENT_SECRET');
const authentication = secret ? client.ClientSecretPost(secret) : client.None();
const config = await client.discovery(new URL(given('ISSUER')), given('CLIENT_ID'), secret, authentication, { algorithm: 'oauth2' });

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: given('REDIRECT_URI'),
  scope: given('SCOPE'),
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
});

let tokens = keep(await client.authorizationCodeGrant(config, await redirectOf(url), { pkceCodeVerifier: verifier, expectedState: state }));
let refreshing;

function keep(response, former) {
  const seconds = response.expiresIn();
  return {
    access: response.access_token,
    refresh: response.refresh_token ?? former?.refresh,
    endsAt: seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000,
  };
}

/** One refresh for all calls that ask for it while it runs. */
function refresh() {
  refreshing ??= client
    .refreshTokenGrant(config, tokens.refresh)
    .then((response) => (tokens = keep(response, tokens)))
    .finally(() => (refreshing = undefined));
  return refreshing;
}

const send = (token) => fetch(`${given('URL')}/conversations`, { headers: { Authorization: `Bearer ${token}` }, redirect: 'error' });

async function call() {
  if (tokens.endsAt <= Date.now()) await refresh();
  const { access } = tokens;
  let response = await send(access);
  if (response.status === 401) {
    if (tokens.access === access) await refresh();
    response = await send(tokens.access);
  }
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
}

if (given('TASK') === 'sign-in-parallel') await Promise.all(Array.from({ length: calls }, call));
else for (let count = 0; count < calls; count += 1) await call();
console.log('done');
