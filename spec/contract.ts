/**
 * What a document declares about authentication, compiled once and frozen. Plain JSON data that can cross process boundaries.
 *
 * @module
 */
import type { Account, Client, ClientAuthentication, DocumentedPrincipal } from './principals.ts';
import type { Plan, RateLimit, ResponsePlace } from './quotas.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };
export type JsonObject = { readonly [member: string]: Json };

/** A location in the document; `line` and `column` count from 1 and are absent if the source is not text. */
export interface Place {
  /** JSON Pointer (RFC 6901) into the bundled document; the empty string is its root. */
  readonly pointer: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** The compiled document, from which the mock and the suites work. */
export interface Contract {
  readonly title: string;
  readonly version: string;
  readonly openapi: '3.0' | '3.1' | '3.2';
  /** The path or URL of the document, as given. */
  readonly source: string;
  /** SHA-256, in hexadecimal, of the document's bytes including overlays. */
  readonly sha256: string;
  /** The bundled document with its overlays applied; every `$ref` points inside it. */
  readonly document: JsonObject;
  /** The servers of operations without servers of their own. */
  readonly servers: readonly Server[];
  /** The path of the first server without a trailing slash: `/v1`, or the empty string. */
  readonly basePath: string;
  /** Whether the document declares an `https` server and no `http` server: plain HTTP must then be rejected. */
  readonly secureOnly: boolean;
  readonly schemes: readonly Scheme[];
  readonly operations: readonly Operation[];
  readonly collections: readonly Collection[];
  readonly insecure: DocumentedResponse;
  /** Whether the API's documentation states how plain HTTP is rejected, at least by a status; assumed values do not count. */
  readonly insecureStated: boolean;
  readonly ipBlocked: DocumentedResponse;
  /** The error responses to requests that match no operation; also the shape of undocumented errors in the mock. */
  readonly unauthorized: DocumentedResponse;
  readonly forbidden: DocumentedResponse;
  readonly limited: DocumentedResponse;
  readonly plans: readonly Plan[];
  readonly rateLimit: RateLimit;
  /** Scope name → the other scopes that it includes, transitively. */
  readonly implies: { readonly [scope: string]: readonly string[] };
  /** Every scope that an operation requires or a scheme declares, sorted. */
  readonly scopes: readonly string[];
  readonly whoami?: Whoami;
  readonly accounts: readonly Account[];
  readonly principals: readonly DocumentedPrincipal[];
  readonly clients: readonly Client[];
  /** How OAuth clients may authenticate at the token endpoint; empty if not documented. @see RFC 6749 §2.3.1 */
  readonly clientAuthentication: readonly ClientAuthentication[];
  /** JSON Pointers into the extension object, to values that the API's own documentation does not state. */
  readonly assumed: readonly string[];
  /** What the loader assumed, in sentences: "The 401 of listItems is not documented. The mock returns …". */
  readonly assumptions: readonly string[];
  /** What cannot be simulated, in sentences; requests that depend on it are rejected. */
  readonly unsupported: readonly string[];
  /** Which operations are not tested, and why, in sentences. */
  readonly untested: readonly string[];
  /** Mistakes of parts that are ignored, or that neither mock nor suites read; sorted by file, line and column. */
  readonly mistakes: readonly DocumentMistake[];
  /** The locations of parts of the document, by JSON Pointer. */
  readonly places: { readonly [pointer: string]: Place };
}

/** A mistake of a part of the document that does not decide who may call an operation. */
export interface DocumentMistake extends Place {
  readonly code: string;
  /** `expected a reference to an existing part, got "#/components/schemas/Nothing"`. */
  readonly message: string;
}

export interface Server {
  /** Absolute, with the default of each variable; relative if neither the document says where it belongs, nor the document's own URL. */
  readonly url: string;
  /** Its name (OpenAPI 3.2). */
  readonly name?: string;
  readonly secure: boolean;
  readonly host: string;
  readonly basePath: string;
}

/** How a request carries a credential; one file of `spec/schemes/` for each. */
export type SchemeKind = 'bearer' | 'basic' | 'digest' | 'named' | 'header' | 'query' | 'cookie' | 'certificate' | 'unsupported';

export interface Scheme {
  /** The component name: `ApiKey`. */
  readonly name: string;
  readonly kind: SchemeKind;
  /** The type in the document: `http`, `apiKey`, `oauth2`, `openIdConnect`, `mutualTLS`. */
  readonly type: string;
  /** The header, query parameter or cookie that carries the credential. */
  readonly parameter: string;
  /** The authentication scheme of a challenge (RFC 9110 §11.6.1), such as `Bearer`. */
  readonly challenge: string;
  readonly bearerFormat?: string;
  /** The URL of OAuth or OpenID Connect metadata, if documented. */
  readonly metadataUrl?: string;
  readonly flows: readonly Flow[];
  /** Whether its flows are not in the document: the mock offers them, and a run takes those of the target’s discovery document. */
  readonly discovered?: true;
  /** The issuer that the target’s discovery document names. */
  readonly issuer?: string;
  readonly place: Place;
}

/** An OAuth 2.0 flow of a scheme. URLs are absolute, or paths if the first server has no host. */
export interface Flow {
  readonly kind: 'authorizationCode' | 'clientCredentials' | 'password' | 'implicit' | 'deviceAuthorization';
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  readonly deviceAuthorizationUrl?: string;
  readonly scopes: readonly string[];
  readonly place: Place;
}

/** Requirements that must all be met (AND); an operation lists alternatives (OR). */
export interface Alternative {
  readonly requirements: readonly SchemeRequirement[];
}

export interface SchemeRequirement {
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE' | (string & {});

export interface Operation {
  /** The `operationId`, or `METHOD /path` without one. Unique. */
  readonly id: string;
  readonly method: Method;
  /** The path template, without the base path: `/conversations/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** The servers of the operation or of its path, which replace those of the document. */
  readonly servers?: readonly Server[];
  /** Whether the method is safe (RFC 9110 §9.2.1). */
  readonly safe: boolean;
  /** Whether it can be called without a credential: no security, or `{}` among its alternatives. */
  readonly public: boolean;
  readonly security: readonly Alternative[];
  /** The documentation only implies it (`x-assumed`): a target without it does not fail. */
  readonly assumed: boolean;
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  readonly responses: readonly DocumentedResponse[];
  /** The documented success, or an undocumented 200 without content. */
  readonly success: DocumentedResponse;
  readonly unauthorized: DocumentedResponse;
  readonly forbidden: DocumentedResponse;
  readonly limited: DocumentedResponse;
  readonly place: Place;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  /** A value from the document's example or schema, before encoding. */
  readonly example: string;
  /** The value of a path parameter is made from its schema: the document names no object that exists. */
  readonly invented?: true;
  /** How the example is written in a request, if its style or structure asks for more than the encoded text: `ids=1&ids=2`. */
  readonly written?: string;
  /** JSON Pointer of the schema in `Contract.document`; absent if its value has a structure beyond a list. */
  readonly schema?: string;
  /** What separates the items of a list in one value; absent if the parameter is repeated for each item. */
  readonly separator?: string;
}

export interface RequestBody {
  readonly required: boolean;
  readonly content: readonly MediaType[];
}

export interface MediaType {
  /** Lower-case, without parameters: `application/json`. */
  readonly type: string;
  /** JSON Pointer of the schema in `Contract.document`. */
  readonly schema?: string;
  /** As it is sent, if that is more: `multipart/form-data; boundary=…`, or an image type for `image/*`. */
  readonly sent?: string;
  /** The first documented example that the schema allows, or a sample from the schema; forms and XML as text. */
  readonly example?: Json;
  /** Whether the example is from the document. */
  readonly exampleDocumented: boolean;
  /** The other documented examples of an error, where the document has several that may be about it. */
  readonly otherExamples?: readonly Json[];
  /** Its own schema does not allow the example, and no other value could be made: it is sent as it stands. */
  readonly exampleInvalid?: true;
}

export interface DocumentedResponse {
  readonly status: number;
  /** Set in `Operation.responses` for a range or the default: `status` is then the first of the range (500 for the default). */
  readonly range?: 'default' | `${number}XX`;
  /** False if the document does not describe it: the mock sends it anyway, but the suites do not judge its body. */
  readonly documented: boolean;
  readonly description: string;
  readonly content: readonly MediaType[];
  readonly headers: readonly DocumentedHeader[];
  readonly place: Place;
}

export interface DocumentedHeader {
  readonly name: string;
  readonly required: boolean;
  /** JSON Pointer of the schema in `Contract.document`. */
  readonly schema?: string;
  readonly example?: string;
  /** Whether the example is from the document. */
  readonly exampleDocumented: boolean;
  /** The only values that its schema allows (`const`, `enum`). */
  readonly values?: readonly string[];
}

/** A resource with a life cycle: `POST /things` creates `/things/{id}`, or `PUT /things/{id}` creates it. */
export interface Collection {
  readonly path: string;
  readonly itemPath: string;
  /** The name of the last path parameter of `itemPath`. */
  readonly parameter: string;
  /** The location of the id in the create response: `/id`. Empty if a PUT creates the object and no response has its id. */
  readonly idPointer: string;
  /** The create operation is a PUT at `itemPath`: the client chooses the id. */
  readonly putByClient?: true;
  readonly create: string;
  readonly list?: string;
  readonly read?: string;
  readonly update?: string;
  readonly remove?: string;
  /** Further operations below an item, such as `/things/{id}/summary`. */
  readonly below: readonly string[];
}

/** The operation that returns the caller's identity. */
export interface Whoami {
  readonly operation: string;
  readonly user?: ResponsePlace;
  readonly scopes?: ResponsePlace;
  readonly limit?: ResponsePlace;
  readonly remaining?: ResponsePlace;
  readonly reset?: ResponsePlace;
  readonly place: Place;
}
