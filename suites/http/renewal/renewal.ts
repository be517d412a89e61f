/**
 * Credentials that are renewed during a run: by a command, or by the grant of an OAuth client.
 *
 * @module
 */
import type { OAuthClient, Principal, Settings } from '../../engine/settings.ts';
import { variableOf, type Redactor } from '../../redaction/redactor.ts';
import { commandOutput } from './command.ts';
import { marginSeconds, requestToken, type Renewed } from './token.ts';
import type { Call, Target } from '../target.ts';

type Renewable = Principal & { readonly renewal: NonNullable<Principal['renewal']> };

const isRenewable = (principal: Principal): principal is Renewable => principal.renewal !== undefined;

/** The current credential of a principal. */
export interface HeldCredential {
  readonly value: string;
  /** When it is renewed, in milliseconds since the epoch; absent if only a rejection shows its end. */
  readonly until?: number;
  readonly refreshToken?: string;
}

/** Where current credentials are kept, by the name of the principal. */
export interface HeldCredentials {
  read(name: string): Promise<HeldCredential | undefined>;
  write(name: string, held: HeldCredential): Promise<void>;
}

export function heldInMemory(): HeldCredentials {
  const held = new Map<string, HeldCredential>();
  return { read: async (name) => held.get(name), write: async (name, one) => void held.set(name, one) };
}

export interface RenewalOptions {
  readonly settings: Pick<Settings, 'userAgent' | 'headers' | 'principals'> & { readonly clients: readonly OAuthClient[] };
  readonly redactor: Pick<Redactor, 'add'>;
  readonly held?: HeldCredentials;
  readonly run?: typeof commandOutput;
}

/**
 * The target, with the credential of each renewable principal replaced by its current value as a request is sent. Everything else knows the first
 * value only. If a renewal fails, the last value is used on.
 */
export function withRenewal(target: Target, { settings, redactor, held = heldInMemory(), run = commandOutput }: RenewalOptions): Target {
  const renewable = settings.principals.filter(isRenewable);
  if (renewable.length === 0) return target;
  const heldBy = async (principal: Renewable): Promise<HeldCredential> => (await held.read(principal.name)) ?? firstOf(principal);
  const running = new Map<string, Promise<boolean>>();
  const newest = async ({ renewal }: Renewable, { refreshToken }: HeldCredential): Promise<Renewed> => {
    if (renewal.kind === 'command') return run(renewal.command, renewal.folder);
    return requestToken(target, settings, { ...renewal, ...(refreshToken !== undefined && { refreshToken }) });
  };
  const renew = async (principal: Renewable): Promise<boolean> => {
    const { name, renewal } = principal;
    const before = await heldBy(principal);
    const output = await newest(principal, before);
    const value = 'value' in output ? output.value : before.value;
    redactor.add({ name, value, shell: `$${variableOf(name)}` });
    const refreshToken = 'value' in output ? output.refreshToken : before.refreshToken;
    if (refreshToken !== undefined) redactor.add({ name: `${name}:refresh-token`, value: refreshToken, shell: `$${variableOf(name)}_REFRESH_TOKEN` }); // oxfmt-ignore
    const lifetime = 'value' in output ? output.lifetime : undefined;
    const seconds = renewal.kind === 'command' ? renewal.seconds : lifetime === undefined ? undefined : lifetime - marginSeconds(lifetime);
    const until = seconds === undefined ? undefined : target.now() + seconds * 1000;
    await held.write(name, { value, ...(until !== undefined && { until }), ...(refreshToken !== undefined && { refreshToken }) });
    return value !== before.value;
  };
  const renewOnce = (principal: Renewable): Promise<boolean> => {
    const { name } = principal;
    const renewing = running.get(name) ?? renew(principal).finally(() => running.delete(name));
    running.set(name, renewing);
    return renewing;
  };
  const current = async (principal: Renewable): Promise<string> => {
    const { until = Number.POSITIVE_INFINITY } = await heldBy(principal);
    if (target.now() >= until) await renewOnce(principal);
    return (await heldBy(principal)).value;
  };
  return {
    ...target,
    async send(call) {
      let sent = call;
      for (const principal of renewable) {
        if (occursIn(call, principal.secret)) sent = replacedIn(sent, principal.secret, await current(principal));
      }
      return target.send(sent);
    },
    async renew(name) {
      const principal = renewable.find((one) => one.name === name);
      return principal !== undefined && renewOnce(principal);
    },
  };
}

function firstOf({ secret: value, renewal }: Renewable): HeldCredential {
  const { seconds, readAt } = renewal;
  const refreshToken = renewal.kind === 'client' ? renewal.refreshToken : undefined;
  return { value, ...(seconds !== undefined && { until: readAt + seconds * 1000 }), ...(refreshToken !== undefined && { refreshToken }) };
}

/** A credential as requests carry it: as it is, for a URL, and inside Basic credentials. */
const formsOf = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];

const occursIn = ({ headers, target, body = '', digest, certificate }: Call, secret: string) =>
  digest === secret ||
  certificate === secret ||
  formsOf(secret).some((form) => target.includes(form) || body.includes(form) || headers.some((line) => line.includes(form)));

function replacedIn(call: Call, secret: string, value: string): Call {
  const pairs = formsOf(secret).map((form, index) => [form, formsOf(value)[index]!] as const);
  const replace = (text: string) => pairs.reduce((current, [form, renewed]) => current.replaceAll(form, renewed), text);
  return {
    ...call,
    target: replace(call.target),
    headers: call.headers.map(replace),
    ...(call.body !== undefined && { body: replace(call.body) }),
    ...(call.digest !== undefined && { digest: replace(call.digest) }),
    ...(call.certificate !== undefined && { certificate: replace(call.certificate) }),
  };
}
