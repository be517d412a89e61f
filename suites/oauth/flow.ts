/**
 * One run through everything that an authorization server does for the code flow: what its passages share.
 *
 * @module
 */
import type { Observation } from '../engine/evidence.ts';
import type { PlannedCase, PlanningContext } from '../engine/scenario.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Codes, ObtainedCode } from './codes.ts';
import type { Answered, AskOptions, Authorized, Dialogue, Tokens } from './dialogue.ts';
import { withParameters, type Parameters } from './form.ts';
import type { Parties } from './parties.ts';
import type { FoundMetadata } from './metadata.ts';

/** Tokens that the first passage was given, and the request that brought them: the control of all refusals after it. */
export interface First {
  readonly ticket: ObtainedCode;
  readonly granted: Answered;
  readonly tokens: Tokens;
}

export interface OAuthFlow {
  readonly dialogue: Dialogue;
  readonly codes: Codes;
  readonly parties: Parties;
  readonly main: OAuthClient;
  /** What the server says of itself, where it does. @see RFC 8414 §3.2 */
  readonly signpost: FoundMetadata;
  /** Set by the first passage. */
  first: First | undefined;
  /** Whether a shot of this variant is to be made. */
  wants(variant: string): boolean;
  /** Leaves the take of a variant's shot. */
  take(variant: string, observation: Omit<Observation, 'case'>): void;
}

/** A few shots that share an authorization, or need none. */
export interface OAuthStep {
  readonly cases: (planning: PlanningContext, parties: Parties) => readonly StepCase[];
  readonly play: (flow: OAuthFlow) => Promise<void>;
}

/** A shot as a passage plans it: the client's name stands for the principal. */
export interface StepCase extends Omit<PlannedCase, 'principal'> {
  readonly variant: string;
  /** The client that it is about; the main one unless stated. */
  readonly client?: string;
  /** Whether an authorization code is spent for it, or a person asked. */
  readonly spendsCode?: true;
}

/** Redeems a code as the document says, but for the changes. */
export function redeemCode(
  flow: OAuthFlow,
  ticket: ObtainedCode,
  changes: { readonly [name: string]: string | undefined } = {},
  options: AskOptions & { readonly by?: OAuthClient } = {},
): Promise<Answered> {
  const { by = ticket.client, ...rest } = options;
  const parameters: Parameters = [
    ['grant_type', 'authorization_code'],
    ['code', ticket.code ?? ''],
    ['redirect_uri', ticket.client.redirectUri],
    ...(ticket.verifier === undefined ? [] : [['code_verifier', ticket.verifier] as const]),
  ];
  return flow.dialogue.ask(by, withParameters(parameters, changes), rest);
}

/** Asks for new tokens. @see RFC 6749 §6 */
export function refreshTokens({ dialogue }: OAuthFlow, client: OAuthClient, token: string, scope?: string): Promise<Answered> {
  const { paths } = dialogue.server;
  const parameters = withParameters(
    [
      ['grant_type', 'refresh_token'],
      ['refresh_token', token],
    ],
    { scope },
  );
  return dialogue.ask(client, parameters, paths.refresh === undefined ? {} : { path: paths.refresh });
}

/** The control of a refusal: what the same client was given for a good request. */
export function controlOf({ first }: OAuthFlow): Observation['controls'] {
  return first ? [first.granted.evidence] : [];
}

/** Whether a browser is sent back to the given URI. */
export function isBack({ location }: Pick<Authorized, 'location'>, uri: string): boolean {
  if (location === undefined || uri === '') return false;
  return location === uri || (location.startsWith(uri) && (uri.includes('?') ? /^[&#]/ : /^[?#]/).test(location.slice(uri.length)));
}

/** A code that no server has given, of the usual look. */
export const inventedCode = 'invented0code0of0auth0conformance0';
