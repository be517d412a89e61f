/**
 * An operation of the contract as a request.
 *
 * @module
 */
import { isJson } from '../../spec/compile/operations/media.ts';
import type { MediaType, Operation } from '../../spec/contract.ts';
import { headerValue, type Carrier, type HeaderList } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import type { Caller } from '../principals/principals.ts';
import type { Settings } from '../engine/settings.ts';
import type { Call } from './target.ts';

export interface RequestOptions {
  /** Without one, no credential is sent. */
  readonly caller?: Caller;
  /** Values of path parameters, by name; the others get their documented examples. */
  readonly bindings?: { readonly [parameter: string]: string };
  /** Additional header lines, in front of the credential. */
  readonly headers?: HeaderList;
  /** Replaces the documented example of the request body. */
  readonly body?: string;
  readonly channel?: Call['channel'];
  readonly level?: Call['level'];
}

/**
 * The headers of a request, with those of every request in front. A header of the request replaces the one with its name.
 *
 * @param own - the headers of the request itself
 */
export function withCommonHeaders({ userAgent, headers = [] }: Pick<Settings, 'userAgent' | 'headers'>, own: HeaderList = []): HeaderList {
  const common = [{ name: 'User-Agent', value: userAgent }, ...headers];
  const last = new Map(common.map(({ name, value }) => [name.toLowerCase(), [name, value]]));
  return [...[...last].flatMap(([name, line]) => (headerValue(own, name) === undefined ? line : [])), ...own];
}

/** Where operations are called. */
export type Targets = Pick<Settings, 'target' | 'targets'>;

/** The base URL of an operation. */
export function targetOf({ target, targets = {} }: Targets, { id }: Pick<Operation, 'id'>): string {
  return Object.hasOwn(targets, id) ? targets[id]! : target;
}

/** Builds the request of an operation: required parameters and body from the documented examples. */
export function requestFor(where: Targets, operation: Operation, options: RequestOptions = {}): Call {
  const { caller, bindings = {}, headers = [], channel = 'target', level = 'client' } = options;
  const path = sendablePath(operation.path).replace(/\{([^}]+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    return bindings[name] === undefined && parameter?.written !== undefined
      ? parameter.written
      : encodeURIComponent(bindings[name] ?? parameter?.example ?? name);
  });
  const required = operation.parameters.filter((parameter) => parameter.required);
  const query = required
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, example, written }) => written ?? `${encodeURIComponent(name)}=${encodeURIComponent(example)}`)
    .join('&');
  const fields = required.filter((parameter) => parameter.in === 'header').flatMap(({ name, example }) => [name, example]);
  const cookies = required.filter((parameter) => parameter.in === 'cookie').map(({ name, example }) => `${name}=${example}`);
  const media = operation.body?.content.find(({ type }) => type.endsWith('json')) ?? operation.body?.content[0];
  const body = options.body ?? (media === undefined ? undefined : bodyText(media));
  const rejection = operation.unauthorized.documented ? operation.unauthorized : undefined;
  const accepted = (operation.success.content[0] ?? rejection?.content[0])?.type ?? '*/*';
  const url = targetOf(where, operation);
  const { origin } = new URL(url);
  const plain = {
    target: `${basePathOf(url)}${path}${query === '' ? '' : `?${query}`}`,
    headers: [
      'Accept',
      accepted,
      ...(media !== undefined ? ['Content-Type', media.sent ?? media.type] : []),
      ...fields,
      ...(cookies.length > 0 ? ['Cookie', cookies.join('; ')] : []),
      ...headers,
    ],
  };
  const carrier = (caller?.credentials ?? []).reduce<Carrier>(
    (built, { scheme, secret }) => schemeMethods[scheme.kind].put(scheme, built, secret),
    plain,
  );
  return {
    method: operation.method,
    target: carrier.target,
    headers: carrier.headers,
    ...(body !== undefined && { body }),
    ...(carrier.digest !== undefined && { digest: carrier.digest }),
    ...(carrier.certificate !== undefined && { certificate: carrier.certificate }),
    channel,
    ...(origin !== new URL(where.target).origin && { origin }),
    level,
  };
}

/** A path template whose literal parts can be sent: what a URL cannot contain is percent-encoded. */
const sendablePath = (template: string) =>
  template.replaceAll(/\{[^}]+\}|[^\x21-\x7e]+|["<>\\^`|]/gu, (part) => (part.startsWith('{') ? part : encodeURIComponent(part)));

/** The example as it is sent: a string that is no JSON is sent as it stands. */
const bodyText = ({ type, sent = type, example }: MediaType) =>
  typeof example === 'string' && !isJson(sent) ? example : JSON.stringify(example ?? {});

/** The path of a URL, without a trailing slash: `/v1`, or the empty string. */
export function basePathOf(url: string): string {
  return new URL(url).pathname.replace(/\/+$/, '');
}
