/**
 * Questions that several checks ask of an observation.
 *
 * @module
 */
import { readJson, text, member, isObject } from '../../spec/json/json.ts';
import type { Json } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { ArrivalKind, ClientObservation, ClientRequest } from '../journal.ts';
import { undecided, type ClientUndecided } from './check.ts';

/** How much sooner than asked a request may come, in milliseconds. */
export const toleranceMs = 250;

/** The requests of these kinds at the API's own origin. */
export const requestsOf = ({ requests }: ClientObservation, ...kinds: readonly ArrivalKind[]): readonly ClientRequest[] =>
  requests.filter(({ kind, place }) => place === 'api' && kinds.includes(kind));

/** The requests at another origin. */
export const strayRequests = ({ requests }: ClientObservation): readonly ClientRequest[] =>
  requests.filter(({ place }) => place === 'other-host' || place === 'other-port');

/** Everything that a request says, for a search. */
export const allText = ({ target, headers, body }: ClientRequest): string => [target, ...headers, body].join('\n');

export const statusOf = ({ response }: ClientRequest): number => response?.status ?? 0;

const isServed = (request: ClientRequest) => statusOf(request) >= 200 && statusOf(request) < 300;

/** Whether each run ended well, and a call was served. */
export function succeeded(observation: ClientObservation): boolean {
  const { endings } = observation;
  return (
    endings.length > 0 &&
    endings.every((ending) => ending.kind === 'exited' && ending.code === 0) &&
    requestsOf(observation, 'operation').some(isServed)
  );
}

/** Whether a run ended with an error, or said something that one of these texts is in. */
export function reported({ endings }: ClientObservation, texts: readonly string[]): boolean {
  return endings.some(
    (ending) =>
      (ending.kind === 'exited' && ending.code !== 0) ||
      texts.some((one) => one !== '' && ending.output.toLowerCase().includes(one.toLowerCase())),
  );
}

/** Whether a run ended by itself. */
export const isOver = ({ endings }: ClientObservation): boolean => endings.some(({ kind }) => kind === 'exited');

/** The parameters of a query or a form. */
export function requestParameters({ kind, target, body }: ClientRequest): URLSearchParams {
  return new URLSearchParams(kind === 'authorize' ? (target.split('?', 2)[1] ?? '') : body);
}

/** The JSON body of a response. */
export const responseJson = ({ response }: ClientRequest): Json | undefined => readJson(response?.body ?? '');

/** A text in the JSON body of a response. */
export const responseText = (request: ClientRequest, name: string): string | undefined => text(member(responseJson(request), name));

/** The single words in a JSON value: error codes, not sentences. */
export function wordsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return /^[\w.-]{3,}$/.test(value) ? [value] : [];
  return isObject(value) || Array.isArray(value) ? Object.values(value).flatMap(wordsIn) : [];
}

/** The bearer token of a request. */
export const bearerOf = ({ headers }: ClientRequest): string | undefined =>
  /^bearer +(\S+)$/i.exec(headerValue(headers, 'Authorization') ?? '')?.[1];

/** The access and refresh tokens that the mock issued in a scenario. */
export function issuedTokens({ requests }: ClientObservation): readonly string[] {
  return requests.flatMap((request) =>
    request.kind === 'operation' ? [] : ['access_token', 'refresh_token'].flatMap((name) => responseText(request, name) ?? []),
  );
}

/** One request and the next one for the same resource, with the time between them. */
export interface NextTry {
  readonly request: ClientRequest;
  readonly next: ClientRequest;
  readonly waitMs: number;
}

const resourceOf = ({ run, method, target }: ClientRequest) => `${run} ${method} ${target.split('?', 1)[0]}`;

/** The calls by resource, in order. */
export function callsByResource(observation: ClientObservation): readonly (readonly ClientRequest[])[] {
  const groups = new Map<string, readonly ClientRequest[]>();
  for (const request of requestsOf(observation, 'operation')) {
    const resource = resourceOf(request);
    groups.set(resource, [...(groups.get(resource) ?? []), request]);
  }
  return [...groups.values()];
}

/** The next tries after responses with this status. */
export function nextTries(observation: ClientObservation, status: number): readonly NextTry[] {
  return callsByResource(observation).flatMap((calls) =>
    calls.flatMap((request, index) => {
      const next = calls[index + 1];
      if (next === undefined || statusOf(request) !== status || request.answeredAt === undefined) return [];
      return [{ request, next, waitMs: next.at - request.answeredAt }];
    }),
  );
}

/** Undecided if there are fewer requests of a kind. */
export function unlessSent(requests: readonly ClientRequest[], what: string, least = 1): ClientUndecided | undefined {
  if (requests.length >= least) return undefined;
  return requests.length === 0 ? undecided('client-no-such-request', { what }) : undecided('client-too-few', { what: `${what}s`, least });
}

/** Seconds with two digits. */
export const inSeconds = (milliseconds: number): number => Math.round(milliseconds / 10) / 100;
