import { z } from 'zod';

/** Where a secret comes from. The secret itself never stands in the file. */
export const referenceSchema = z
  .union([
    z.strictObject({ env: z.string().min(1).describe('Name of an environment variable, also one of the .env file beside this file.') }),
    z.strictObject({ file: z.string().min(1).describe('Path of a file, relative to this one; a line break at its end does not count.') }),
    z.strictObject({ command: z.string().min(1).describe('A shell command that prints it.') }),
  ])
  .describe('Where the secret comes from: { env: NAME }, { file: PATH } or { command: "…" }.');

const scopes = z.array(z.string()).default([]).describe('The scopes that it was granted.');

const principal = z.strictObject({
  secret: referenceSchema,
  account: z.string().optional().describe('Who shares a quota with it. Default: an account of its own.'),
  plan: z.string().optional().describe('A plan of the document.'),
  scheme: z.string().optional().describe('The security scheme that carries it. Default: the first that an operation asks for.'),
  scopes,
  state: z.enum(['active', 'revoked', 'expired']).default('active'),
  from: z.array(z.string()).min(1).optional().describe('Addresses and CIDR ranges that it may call from. Default: anywhere.'),
  here: z
    .boolean()
    .optional()
    .describe(
      'Whether this machine is among them, as the target sees it. Default: no; of a target on loopback, what from says of 127.0.0.1.',
    ),
  expendable: z.boolean().default(false).describe('Whether its quota may be spent to the end.'),
});

const client = z.strictObject({
  clientId: z.union([z.string().min(1), referenceSchema]).describe('No secret; a reference works too.'),
  clientSecret: referenceSchema.optional().describe('Left out of a public client.'),
  redirectUri: z
    .url()
    .optional()
    .describe('A registered redirect URI, letter by letter. Nothing needs to answer there. Needed where its flow sends a browser back.'),
  account: z.string().optional().describe('Who shares a quota with its tokens. Default: an account of its own.'),
  plan: z.string().optional().describe('A plan of the document: its account’s.'),
  scopes: z.array(z.string()).default([]).describe('The scopes that it may ask for.'),
  public: z.boolean().optional().describe('Whether it has no secret to authenticate with. Default: whether clientSecret is left out.'),
  from: z.array(z.string()).min(1).optional().describe('Addresses and CIDR ranges that it may be used from, this machine not among them.'),
  consent: z
    .union(
      [
        z.literal('automatic'),
        z.strictObject({
          browser: z.string().min(1).describe('Path, relative to this file, of a Playwright script that signs in and consents.'),
        }),
        z.strictObject({ code: referenceSchema }),
      ],
      'expected automatic, { browser: ./login.ts } or { code: { env: NAME } }',
    )
    .default('automatic')
    .describe('How an authorization code is had: the authorization URL redirects at once, a browser script consents, or a code is given.'),
  resourceOwner: z
    .strictObject({ username: z.string().min(1), password: referenceSchema })
    .optional()
    .describe('Whose tokens it asks for in a password flow.'),
});

/** `auth-conformance.yaml`. Its published JSON Schema is generated from here. */
export const configurationSchema = z.strictObject({
  document: z.string().optional().describe('Path, relative to this file, or URL of the OpenAPI document.'),
  overlays: z.array(z.string()).optional().describe('OpenAPI Overlay files, applied in order.'),
  target: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Replaces the first server of the document, base path included.'),
  httpTarget: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('Where plain HTTP would be answered. Default: the same host, port 80.'),
  oauthTarget: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Replaces the origin of the OAuth URLs. Default: that of the target.'),
  hooks: z
    .strictObject({ url: z.url({ protocol: /^https?$/ }), token: referenceSchema })
    .optional()
    .describe('Test hooks that the target offers.'),
  tls: z
    .strictObject({ ca: z.string().optional().describe('Path of a PEM file.'), insecure: z.boolean().optional() })
    .optional()
    .describe('Whom to trust.'),
  principals: z.record(z.string(), principal).optional().describe('Who calls. Names are free; checks choose by property.'),
  clients: z.record(z.string(), client).optional().describe('OAuth clients.'),
  allow: z
    .strictObject({
      writes: z.boolean().default(false).describe('Creating objects, changing and deleting those of this run.'),
      burn: z.boolean().default(false).describe('Exhausting a window of an expendable principal.'),
      destructive: z.boolean().default(false).describe('Exposing a secret, revoking or replaying grants, brute force.'),
    })
    .optional(),
  budget: z.strictObject({ requests: z.int().min(1).optional(), seconds: z.int().min(1).optional() }).optional(),
});

export type Configuration = z.infer<typeof configurationSchema>;
export type ClientEntry = z.infer<typeof client>;
export type Reference = z.infer<typeof referenceSchema>;
