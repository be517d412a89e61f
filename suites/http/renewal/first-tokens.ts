import type { Principal, Settings } from '../../engine/settings.ts';
import { failure, passed } from '../../preflight/line.ts';
import { variableOf, type Redactor } from '../../redaction/redactor.ts';
import type { PreflightResult } from '../../result/result.ts';
import type { Target } from '../target.ts';
import { marginSeconds, requestToken } from './token.ts';

/** Settings whose principals have their first tokens, and a line for each of these. */
export interface ObtainedTokens {
  readonly settings: Settings;
  readonly lines: readonly PreflightResult[];
  /** How many tokens were requested. */
  readonly requests: number;
}

/** Obtains the first token of each principal that gets its credential with the grant of a client. */
export async function withFirstTokens(settings: Settings, target: Target, redactor: Pick<Redactor, 'add'>): Promise<ObtainedTokens> {
  const lines: PreflightResult[] = [];
  const principals: Principal[] = [];
  let requests = 0;
  for (const principal of settings.principals) {
    const { name, renewal } = principal;
    if (renewal?.kind !== 'client') {
      principals.push(principal);
      continue;
    }
    requests += 1;
    const renewed = await requestToken(target, settings, renewal);
    if ('problem' in renewed) {
      const fix =
        renewal.refreshToken === undefined
          ? `check that ${renewal.client} may use the grant client_credentials, with the scopes of ${name}`
          : `check that ${renewal.client} got this refresh token, and that it is live: many servers accept each one only once`;
      lines.push(
        failure(`principals/${name}`, {
          message: `${name}: no token: ${renewed.problem}`,
          configuration: `principals.${name}.secret`,
          fix,
        }),
      );
      principals.push(principal);
      continue;
    }
    const { value, lifetime, refreshToken } = renewed;
    redactor.add({ name, value, shell: `$${variableOf(name)}` });
    if (refreshToken !== undefined) redactor.add({ name: `${name}:refresh-token`, value: refreshToken, shell: `$${variableOf(name)}_REFRESH_TOKEN` }); // oxfmt-ignore
    const grant = renewal.refreshToken === undefined ? 'client_credentials' : 'refresh_token';
    const life = lifetime === undefined ? 'it does not say for how long' : `it lives for ${lifetime} s`;
    lines.push(passed(`principals/${name}/token`, `${name}: ${renewal.client} got a token (${grant}); ${life}, and the run renews it`));
    const seconds = lifetime === undefined ? {} : { seconds: lifetime - marginSeconds(lifetime) };
    const next = { ...renewal, readAt: target.now(), ...seconds, ...(refreshToken !== undefined && { refreshToken }) };
    principals.push({ ...principal, secret: value, renewal: next });
  }
  return { settings: { ...settings, principals }, lines, requests };
}
