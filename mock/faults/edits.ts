import type { Contract, Json } from '../../spec/contract.ts';
import { isObject, members } from '../../spec/json/json.ts';
import type { MockResponse, MockRequest } from '../engine/request.ts';
import type { EngineParts, ListenerTraits } from '../engine/parts.ts';
import type { RequestContext } from '../engine/request-context.ts';

/** A change of the mock’s parts. Every fault is one. */
export type PartsChange = (parts: EngineParts) => EngineParts;

export type GateName =
  | 'transport'
  | 'oauth'
  | 'route'
  | 'credentials'
  | 'address'
  | 'limits'
  | 'scopes'
  | 'existence'
  | 'validation'
  | 'success';

function wrapGate(
  name: GateName,
  wrap: (pass: (context: RequestContext) => RequestContext) => (context: RequestContext) => RequestContext,
): PartsChange {
  return (parts) => ({
    ...parts,
    gates: parts.gates.map((gate) => (gate.name === name ? { name, pass: wrap((context) => gate.pass(context)) } : gate)),
  });
}

/** Changes the input of a gate. */
export function beforeGate(name: GateName, change: (context: RequestContext) => RequestContext): PartsChange {
  return wrapGate(name, (pass) => (context) => pass(change(context)));
}

/** Changes the result of a gate; `context` is its input. */
export function afterGate(name: GateName, change: (found: RequestContext, context: RequestContext) => RequestContext): PartsChange {
  return wrapGate(name, (pass) => (context) => change(pass(context), context));
}

/** Removes a gate. */
export function withoutGate(name: GateName): PartsChange {
  return (parts) => ({ ...parts, gates: parts.gates.filter((gate) => gate.name !== name) });
}

/** Changes finished responses. */
export function onResponse(change: (response: MockResponse, context: RequestContext) => MockResponse): PartsChange {
  return (parts) => ({ ...parts, finish: [...parts.finish, change] });
}

/** Changes the responses that one gate rejects requests with. */
export function onRejection(name: GateName, change: (response: MockResponse, context: RequestContext) => MockResponse): PartsChange {
  return onResponse((response, context) =>
    context.decision?.gate === name && context.decision.outcome === 'rejected' ? change(response, context) : response,
  );
}

/** Changes the contract that the mock starts from. */
export function withContract(change: (contract: Contract) => Contract): PartsChange {
  return (parts) => ({ ...parts, contract: change(parts.contract) });
}

/** Changes the traits of the HTTPS listener. */
export function withListener(traits: Partial<ListenerTraits>): PartsChange {
  return (parts) => ({ ...parts, listener: { ...parts.listener, ...traits } });
}

/** The context without its decision. */
export function withoutDecision(context: RequestContext): RequestContext {
  return { ...context, decision: undefined };
}

/** Whether the requested operation is the whoami operation. */
export function isWhoami({ operation, environment: { compiled } }: RequestContext): boolean {
  return operation !== undefined && operation.operation.id === compiled.contract.whoami?.operation;
}

/** Whether the request was rejected because it has no credential. */
export function isMissingCredential({ decision }: RequestContext): boolean {
  return decision?.cause.code === 'missing-credential';
}

/** Whether the request was rejected for an unknown credential and contains no known one. */
export function isUnknownCredential({ decision }: RequestContext): boolean {
  return decision?.cause.code === 'unknown-credential' && decision.cause.principal === undefined;
}

/** Whether the request was rejected for a credential in this state. */
export function isInactiveCredential({ decision }: RequestContext, state: 'expired' | 'revoked'): boolean {
  return decision?.cause.code === 'inactive-credential' && decision.cause.state === state;
}

/** The response with the named header replaced, or removed if there is no value. */
export function withHeader(response: MockResponse, name: string, value?: string): MockResponse {
  const kept = response.headers.filter((_, index) => response.headers[index - (index % 2)]!.toLowerCase() !== name.toLowerCase());
  return { ...response, headers: value === undefined ? kept : [...kept, name, value] };
}

/** The response with another body and a matching Content-Length. The body must be ASCII. */
export function withBody(response: MockResponse, body: string): MockResponse {
  return { ...withHeader(response, 'Content-Length', String(body.length)), body };
}

/** The response as a redirect of the same request to HTTPS. @see RFC 9110 §15.4.9 */
export function redirectToHttps(response: MockResponse, { target }: Pick<MockRequest, 'target'>): MockResponse {
  return { ...withBody(withHeader(response, 'Location', `https://localhost${target}`), ''), status: 308 };
}

function changed(value: Json, change: (name: string, member: Json) => Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    members(value).map(([name, member]) => [name, isObject(member) ? changed(member, change) : change(name, member)]),
  );
}

/** The response with its JSON members changed at every level; a response without JSON is unchanged. */
export function withMembers(response: MockResponse, change: (name: string, member: Json) => Json): MockResponse {
  if (!response.body.startsWith('{')) return response;
  const body = JSON.stringify(changed(JSON.parse(response.body), change));
  return body === JSON.stringify(JSON.parse(response.body)) ? response : withBody(response, body);
}

const messages = new Set(['message', 'detail', 'title', 'error_description', 'description']);

/** Whether a member is human-readable: by its name, or because it has several words. */
const isMessage = (name: string, member: Json) => typeof member === 'string' && (messages.has(name) || /\s/.test(member));

/** Replaces every error code in the body with a value that no schema for codes allows. */
export function withWrongCode(response: MockResponse): MockResponse {
  return withMembers(response, (name, member) => (typeof member === 'string' && !isMessage(name, member) ? 0 : member));
}

/** Replaces the message in the body. */
export function withOtherMessage(response: MockResponse): MockResponse {
  return withMembers(response, (name, member) => (isMessage(name, member) ? 'A different message' : member));
}

/** The name of the header that the first documented scheme uses. */
export function headerOf({ environment }: RequestContext): string {
  const [scheme] = environment.compiled.contract.schemes;
  return scheme?.kind === 'header' ? scheme.parameter : 'Authorization';
}
