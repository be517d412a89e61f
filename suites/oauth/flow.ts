/**
 * The authorization code flow in steps, and what its steps share.
 *
 * @module
 */
import type { JsonObject } from '../../spec/contract.ts';
import { isObject } from '../../spec/json/json.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { Dialogue, Responded, Authorized, PostOptions, Tokens } from './dialogue.ts';
import type { Undecided } from '../engine/check.ts';
import type { Evidence, NamedProbes } from '../engine/evidence.ts';
import type { PlannedCase, PlanningContext } from '../engine/scenario.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Codes, ObtainedCode } from './codes.ts';
import { withParameters, type Parameters } from './form.ts';
import type { CodeFlowKind, StepObservation } from './observations.ts';
import type { Parties } from './parties.ts';

/** The first tokens and the request for them: the control of every rejection after it. */
export interface FirstTokens {
  readonly obtained: ObtainedCode;
  readonly response: Responded;
  readonly tokens: Tokens;
}

export interface OAuthFlow {
  readonly dialogue: Dialogue;
  readonly codes: Codes;
  readonly parties: Parties;
  readonly main: OAuthClient;
  /** @see RFC 8414 §3.2 */
  readonly metadata: FoundMetadata;
  /** Set by the first step. */
  first: FirstTokens | undefined;
  /** Whether a case of this kind is planned. */
  wants(kind: CodeFlowKind): boolean;
  /** Leaves the observation of the case of this kind; only the first one counts. */
  observe<K extends CodeFlowKind>(kind: K, observation: StepObservation<K>): void;
  /** Leaves an observation that decides nothing, with the exchanges that show why. */
  undecided(kind: CodeFlowKind, undecided: Undecided, probes?: NamedProbes): void;
}

/** Cases that share an authorization, or need none. */
export interface OAuthStep {
  readonly cases: (planning: PlanningContext, parties: Parties) => readonly StepCase[];
  readonly play: (flow: OAuthFlow) => Promise<void>;
}

/** A case as its step plans it. */
export interface StepCase extends Omit<PlannedCase, 'principal'> {
  readonly kind: CodeFlowKind;
  /** The name of the client; the main one if absent. */
  readonly client?: string;
  /** Whether it uses an authorization code of its own, or asks for consent. */
  readonly spendsCode?: true;
}

/** Redeems a code as documented, with some parameters changed. */
export function redeemCode(
  flow: OAuthFlow,
  obtained: ObtainedCode,
  changes: { readonly [name: string]: string | undefined } = {},
  options: PostOptions & { readonly by?: OAuthClient } = {},
): Promise<Responded> {
  const { by = obtained.client, ...rest } = options;
  const parameters: Parameters = [
    ['grant_type', 'authorization_code'],
    ['code', obtained.code ?? ''],
    ['redirect_uri', obtained.client.redirectUri],
    ...(obtained.verifier === undefined ? [] : [['code_verifier', obtained.verifier] as const]),
  ];
  return flow.dialogue.post(by, withParameters(parameters, changes), rest);
}

/** Asks for new tokens. @see RFC 6749 §6 */
export function refreshTokens({ dialogue }: OAuthFlow, client: OAuthClient, token: string, scope?: string): Promise<Responded> {
  const { paths } = dialogue.server;
  const parameters = withParameters(
    [
      ['grant_type', 'refresh_token'],
      ['refresh_token', token],
    ],
    { scope },
  );
  return dialogue.post(client, parameters, paths.refresh === undefined ? {} : { path: paths.refresh });
}

/** The control of a rejection: the response that gave the same client its first tokens. */
export function controlOf({ first }: OAuthFlow): readonly Evidence[] {
  return first ? [first.response.evidence] : [];
}

/** Whether the response redirects to the given URI. */
export function isBack({ location }: Pick<Authorized, 'location'>, uri: string): boolean {
  if (location === undefined || uri === '') return false;
  return location === uri || (location.startsWith(uri) && (uri.includes('?') ? /^[&#]/ : /^[?#]/).test(location.slice(uri.length)));
}

/** A code that no server issued. */
export const inventedCode = 'invented0code0of0auth0conformance0';

export const noRefreshToken: Undecided = { outcome: 'not-applicable', cause: { code: 'no-refresh-token' } };

/** The second path that is tried. @see RFC 8414 §3, OpenID Connect Discovery 1.0 §4 */
const openId = '/.well-known/openid-configuration';

/** The first response with 200, and the metadata in it if it is JSON. */
interface FoundMetadata {
  readonly response: Responded | undefined;
  readonly metadata: JsonObject | undefined;
}

/** Looks for the metadata of the authorization server. */
export async function findMetadata(dialogue: Dialogue): Promise<FoundMetadata> {
  for (const path of [dialogue.server.paths.metadata, openId]) {
    const response = await dialogue.fetch(path);
    const body = response.reply?.status === 200 ? jsonOf(response.reply) : undefined;
    if (response.reply?.status === 200) return { response, metadata: isObject(body) ? body : undefined };
  }
  return { response: undefined, metadata: undefined };
}
