import type { Lab, MockServer } from './lab.ts';

/**
 * Configures a run at a mock as at any other server: with its principals and every permission. Only with `hooks` does the run use the control
 * listener of the mock, and its OAuth clients.
 */
export async function configured(lab: Lab, name: string, mock: MockServer, more: { readonly document?: string; readonly hooks?: true }) {
  const { origin, plain, basePath, ca, principals, clients, control } = mock;
  const secretIn = async (file: string, secret: string) => ({ file: await lab.write(`secrets/${name}/${file}`, secret) });
  const rows = await Promise.all(
    Object.entries(principals).map(async ([key, { secret, account, plan, scopes, state, expendable, from }]) => {
      return [key, { secret: await secretIn(key, secret), account, plan, scopes, state, expendable, from }] as const;
    }),
  );
  const clientRows = await Promise.all(
    Object.entries(clients).map(async ([key, { clientId, clientSecret, redirectUris, account, plan, scopes, from }]) => {
      const secret = clientSecret === undefined ? {} : { clientSecret: await secretIn(`${key}-client`, clientSecret) };
      return [key, { clientId, ...secret, redirectUri: redirectUris[0], account, plan, scopes, from }] as const;
    }),
  );
  return lab.write(
    `${name}.yaml`,
    JSON.stringify({
      document: more.document,
      target: origin + basePath,
      httpTarget: plain + basePath,
      tls: { ca },
      principals: Object.fromEntries(rows),
      allow: { writes: true, burn: true, destructive: true },
      ...(more.hooks && {
        hooks: { url: control.url, token: await secretIn('hooks', control.token) },
        clients: Object.fromEntries(clientRows),
        oauthTarget: origin,
      }),
    }),
  );
}
