import { z } from 'zod';
import { hasUserInfo } from '../../spec/loading/name.ts';
import { parseWindow } from '../../spec/quotas.ts';

/** The source of a secret. The file never contains the secret itself. */
export const referenceSchema = z
  .union([
    z.strictObject({
      env: z.string().min(1).describe('Name of an environment variable, which may also be in the .env file next to this file.'),
    }),
    z.strictObject({ file: z.string().min(1).describe('Path of a file, relative to this one. A line break at its end is ignored.') }),
    z.strictObject({ command: z.string().min(1).describe('A shell command that prints the secret.') }),
  ])
  .describe('The source of the secret: { env: NAME }, { file: PATH } or { command: "…" }.');

/** The source of a credential that ends: a command can be run again, and a client gets another token. */
export const renewableSchema = z.union([
  referenceSchema,
  z.strictObject({
    command: z.string().min(1).describe('A shell command that prints the secret.'),
    refreshSeconds: z.int().min(1).describe('How long the secret is used before the command is run again.'),
  }),
  z.strictObject({
    client: z
      .string()
      .min(1)
      .describe('A client of clients: the run gets a token with its grant client_credentials and the scopes of the principal.'),
    refreshToken: referenceSchema.optional().describe('With the grant refresh_token instead: the source of the refresh token.'),
  }),
  z.strictObject({
    cert: z.string().min(1).describe('Path, relative to this file, of a PEM file with a client certificate.'),
    key: z.string().min(1).optional().describe('Path of a PEM file with its private key. Default: the file of the certificate.'),
  }),
]);

const scopes = z.array(z.string()).default([]).describe('The scopes granted to it.');

const principal = z.strictObject({
  secret: renewableSchema,
  account: z.string().optional().describe('Its account; principals of one account share a quota. Default: an account of its own.'),
  plan: z.string().optional().describe('The plan of its account, from the document.'),
  scheme: z.string().optional().describe('The security scheme of the credential. Default: the first that an operation requires.'),
  scopes,
  state: z.enum(['active', 'revoked', 'expired']).default('active'),
  from: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Its allowlist: addresses and CIDR ranges that it may call from. Default: anywhere.'),
  here: z
    .boolean()
    .optional()
    .describe(
      'Whether the allowlist contains this machine, as the target sees it. Default: no; for a target on loopback, whether it contains 127.0.0.1.',
    ),
  expendable: z.boolean().default(false).describe('Whether a run may spend its whole quota.'),
  may: z
    .array(z.string())
    .optional()
    .describe('The operations that its role allows, by operationId; every other one must be rejected. Default: what its scopes allow.'),
  mayNot: z.array(z.string()).optional().describe('Operations that its role forbids, by operationId: they must be rejected.'),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const client = z.strictObject({
  clientId: z.union([z.string().min(1), referenceSchema]).describe('The client id, or a reference to it.'),
  clientSecret: referenceSchema.optional().describe('The client secret; leave it out for a public client.'),
  redirectUri: z
    .url()
    .optional()
    .describe(
      'A registered redirect URI, exactly as registered. No server needs to run there. Required for flows that redirect a browser.',
    ),
  account: z.string().optional().describe('Its account; its tokens use the quota of this account. Default: an account of its own.'),
  plan: z.string().optional().describe('The plan of its account, from the document.'),
  scopes: z.array(z.string()).default([]).describe('The scopes that it may request.'),
  public: z.boolean().optional().describe('Whether it has no secret. Default: true without clientSecret.'),
  from: z.array(z.string()).min(1).optional().describe('Its allowlist: addresses and CIDR ranges without this machine.'),
  consent: z
    .union(
      [
        z.literal('automatic'),
        z.strictObject({
          browser: z.string().min(1).describe('Path, relative to this file, of a Playwright script that signs in and gives consent.'),
        }),
        z.strictObject({ code: referenceSchema }),
      ],
      'expected automatic, { browser: ./login.ts } or { code: { env: NAME } }',
    )
    .default('automatic')
    .describe('How to get an authorization code: automatic (the authorization URL redirects at once), a browser script, or a given code.'),
  parameters: z
    .record(z.string(), z.union([scalar, z.record(z.string(), scalar)]))
    .optional()
    .describe(
      'Further parameters, such as audience, resource or prompt: by name for authorization and token requests, or below authorization or token for one of them. A scope is added to those of authorization requests.',
    ),
  resourceOwner: z
    .strictObject({ username: z.string().min(1), password: referenceSchema })
    .optional()
    .describe('The user of a password flow.'),
});

/** What a configuration has instead of a user and a password in the URL of a server. */
export const insteadOfUserInfo = 'use principals.NAME.secret, or headers.Authorization for a gateway';

/** The same for the URL of a collector. */
export const collectorHeaders = 'use the environment variable OTEL_EXPORTER_OTLP_HEADERS';

/** Whether a URL has characters that parsers drop or replace, so that what is sent is not what is written. @see RFC 3986 §2 */
export const hasOddCharacters = (url: string) => /[\s\p{Cc}\\]/u.test(url);

/** What is wrong with such a URL. */
export const oddCharacters = 'expected a URL without white space, control characters and backslashes';

/** A URL without user and password; `instead` names the key for them. */
const plainUrl = (protocol: RegExp, instead: string) =>
  z
    .url({ protocol })
    .refine((url) => !hasUserInfo(url), `contains a user or a password: ${instead}`)
    .refine((url) => !hasOddCharacters(url), oddCharacters);

/** The schema of `auth-conformance.yaml`; the published JSON Schema is generated from it. */
export const configurationSchema = z.strictObject({
  document: z.string().optional().describe('Path, relative to this file, or URL of the OpenAPI document.'),
  overlays: z.array(z.string()).optional().describe('OpenAPI Overlay files, applied in order.'),
  target: plainUrl(/^https?$/, insteadOfUserInfo)
    .optional()
    .describe('Base URL of the server to test. Replaces the first server of the document, including its base path.'),
  servers: z
    .record(z.string(), plainUrl(/^https?$/, insteadOfUserInfo))
    .optional()
    .describe('Base URLs for the servers of operations that are on another host: by the name or the URL of the server in the document.'),
  httpTarget: plainUrl(/^http$/, insteadOfUserInfo)
    .optional()
    .describe('The URL for plain HTTP requests. Default: the same host on port 80.'),
  oauthTarget: plainUrl(/^https?$/, insteadOfUserInfo)
    .optional()
    .describe('Replaces the origin of the OAuth URLs. Default: the origin of the target.'),
  hooks: z
    .strictObject({ url: plainUrl(/^https?$/, 'use hooks.token, or headers for a gateway'), token: referenceSchema })
    .optional()
    .describe('Test hooks of the target.'),
  tls: z
    .strictObject({
      ca: z.string().optional().describe('Path of a PEM file with the certificate authority.'),
      insecure: z.boolean().optional(),
      cert: z.string().optional().describe('Path of a PEM file with the certificate of this client.'),
      key: z.string().optional().describe('Path of a PEM file with the key of this certificate.'),
    })
    .optional()
    .describe('Certificate verification, and the certificate of this client.'),
  headers: z
    .record(z.string(), z.union([z.string(), referenceSchema]))
    .optional()
    .describe('Headers of every request, such as the pass of a gateway: a value, or a reference to a secret one.'),
  proxy: z
    .union([plainUrl(/^https?$/, 'use a reference such as proxy: { env: NAME }'), referenceSchema, z.literal(false)])
    .optional()
    .describe('URL of an HTTP proxy, or a reference to it; false: none. Default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment.'),
  parameters: z
    .record(z.string(), z.union([scalar, z.record(z.string(), scalar)]))
    .optional()
    .describe('Values instead of the documented examples: by the name of a parameter, or by operation or path and then by name.'),
  pace: z
    .string()
    .refine((label) => parseWindow(label) !== undefined, 'expected a number of requests in a time, such as 5/second or 100/minute')
    .optional()
    .describe('The most requests that the target gets in a time: 5/second. Default: as fast as it answers.'),
  otlp: plainUrl(/^https?$/, collectorHeaders)
    .optional()
    .describe('Base URL of an OpenTelemetry collector (OTLP over HTTP) that gets a trace of each run, such as http://localhost:4318.'),
  accounts: z
    .enum(['own', 'shared'])
    .optional()
    .describe('The account of principals and clients that name none: one of its own, or one that they share. Default: own.'),
  objects: z
    .enum(['own', 'shared'])
    .optional()
    .describe('Whether each account has its own objects, or all accounts may see and change the objects of the others. Default: own.'),
  principals: z
    .record(z.string(), principal)
    .optional()
    .describe('Credentials of the target’s users. Names are free; checks select principals by their properties.'),
  clients: z.record(z.string(), client).optional().describe('OAuth clients.'),
  client: z
    .strictObject({
      env: z
        .record(z.string(), z.string())
        .default({})
        .describe('Environment variables of the judged client, such as OPENAI_BASE_URL: ${URL}. ${NAME} stands for AUTH_CONFORMANCE_NAME.'),
    })
    .optional()
    .describe('The client that the command client judges.'),
  allow: z
    .strictObject({
      writes: z.boolean().default(false).describe('Create objects, and change and delete objects of this run.'),
      burn: z.boolean().default(false).describe('Exhaust the quota of expendable principals.'),
      destructive: z.boolean().default(false).describe('Expose a live secret, revoke or replay grants, and guess credentials.'),
    })
    .optional(),
  budget: z.strictObject({ requests: z.int().min(1).optional(), seconds: z.int().min(1).optional() }).optional(),
});

export type Configuration = z.infer<typeof configurationSchema>;
export type ClientEntry = z.infer<typeof client>;
export type CredentialSource = z.infer<typeof renewableSchema>;
export type Reference = z.infer<typeof referenceSchema>;
