import { z } from 'zod';

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

const scopes = z.array(z.string()).default([]).describe('The scopes granted to it.');

const principal = z.strictObject({
  secret: referenceSchema,
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
});

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
  resourceOwner: z
    .strictObject({ username: z.string().min(1), password: referenceSchema })
    .optional()
    .describe('The user of a password flow.'),
});

/** The schema of `auth-conformance.yaml`; the published JSON Schema is generated from it. */
export const configurationSchema = z.strictObject({
  document: z.string().optional().describe('Path, relative to this file, or URL of the OpenAPI document.'),
  overlays: z.array(z.string()).optional().describe('OpenAPI Overlay files, applied in order.'),
  target: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Base URL of the server to test. Replaces the first server of the document, including its base path.'),
  httpTarget: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('The URL for plain HTTP requests. Default: the same host on port 80.'),
  oauthTarget: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Replaces the origin of the OAuth URLs. Default: the origin of the target.'),
  hooks: z
    .strictObject({ url: z.url({ protocol: /^https?$/ }), token: referenceSchema })
    .optional()
    .describe('Test hooks of the target.'),
  tls: z
    .strictObject({
      ca: z.string().optional().describe('Path of a PEM file with the certificate authority.'),
      insecure: z.boolean().optional(),
    })
    .optional()
    .describe('Certificate verification.'),
  principals: z
    .record(z.string(), principal)
    .optional()
    .describe('Credentials of the target’s users. Names are free; checks select principals by their properties.'),
  clients: z.record(z.string(), client).optional().describe('OAuth clients.'),
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
export type Reference = z.infer<typeof referenceSchema>;
