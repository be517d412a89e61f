/**
 * An operation of the contract as a request.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import type { Carrier, HeaderList } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import type { Caller } from '../principals/principals.ts';
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
 * Builds the request of an operation: required parameters and body from the documented examples.
 *
 * @param basePath - of the target, without a trailing slash
 */
export function requestFor(basePath: string, operation: Operation, options: RequestOptions = {}): Call {
  const { caller, bindings = {}, headers = [], channel = 'target', level = 'client' } = options;
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    return encodeURIComponent(bindings[name] ?? parameter?.example ?? name);
  });
  const required = operation.parameters.filter((parameter) => parameter.required);
  const query = required
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, example }) => `${encodeURIComponent(name)}=${encodeURIComponent(example)}`)
    .join('&');
  const fields = required.filter((parameter) => parameter.in === 'header').flatMap(({ name, example }) => [name, example]);
  const cookies = required.filter((parameter) => parameter.in === 'cookie').map(({ name, example }) => `${name}=${example}`);
  const media = operation.body?.content.find(({ type }) => type.endsWith('json')) ?? operation.body?.content[0];
  const body = options.body ?? (media === undefined ? undefined : bodyText(media.example));
  const rejection = operation.unauthorized.documented ? operation.unauthorized : undefined;
  const accepted = (operation.success.content[0] ?? rejection?.content[0])?.type ?? '*/*';
  const plain = {
    target: `${basePath}${path}${query === '' ? '' : `?${query}`}`,
    headers: [
      'Accept',
      accepted,
      ...(media !== undefined ? ['Content-Type', media.type] : []),
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
    channel,
    level,
  };
}

const bodyText = (example: unknown) => (typeof example === 'string' ? example : JSON.stringify(example ?? {}));

/** The path of a URL, without a trailing slash: `/v1`, or the empty string. */
export function basePathOf(url: string): string {
  return new URL(url).pathname.replace(/\/+$/, '');
}

/** The first operation that is safe, secured and needs no created object. */
export function simplestOperation(contract: Contract): Operation | undefined {
  const secured = contract.operations.filter((operation) => operation.safe && !operation.public);
  const documented = secured.filter(({ assumed }) => !assumed);
  const whoami = secured.find(({ id }) => id === contract.whoami?.operation);
  return whoami ?? [...documented, ...secured].find(({ path }) => !path.includes('{')) ?? documented[0] ?? secured[0];
}
