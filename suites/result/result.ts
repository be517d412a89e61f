/**
 * The one result of a run: what `results.json` holds and every report is made from. Versioned; the published JSON Schema is generated from here.
 *
 * @module
 */
import { z } from 'zod';
import { mismatchSchema } from './expectation.ts';

/** `reporters/gathering/outcome.ts` orders them. */
export const outcomes = ['pass', 'fail', 'inconclusive', 'blocked', 'not-applicable', 'error'] as const;
export const outcomeSchema = z.enum(outcomes);

export const verdicts = ['conformant', 'conformant-with-warnings', 'non-conformant', 'incomplete', 'unusable'] as const;

const headerSchema = z.tuple([z.string(), z.string()]);

const bodySchema = z.strictObject({
  text: z.string().describe('The body as text, cut at 16 KiB; at 1 KiB if the run received very many long bodies.'),
  bytes: z.int().min(0).describe('Length of the whole body in bytes.'),
  sha256: z.string().describe('SHA-256 of the whole body, hexadecimal; with secrets replaced if it contains any.'),
  cut: z.boolean(),
});

export const exchangeSchema = z.strictObject({
  id: z.int().min(1),
  scenario: z.string().describe('The scenario that sent it.'),
  role: z.enum(['control', 'probe', 'preparation', 'cleanup']),
  principal: z.string().optional().describe('Whose credential was sent: the name, not the secret.'),
  operation: z.string().optional(),
  startedAt: z.iso.datetime(),
  milliseconds: z.number().min(0),
  connection: z.strictObject({
    scheme: z.enum(['https', 'http']),
    tls: z.string().optional(),
    local: z.string().optional(),
    remote: z.string().optional(),
  }),
  request: z.strictObject({
    method: z.string(),
    url: z.string(),
    headers: z.array(headerSchema),
    body: bodySchema.optional(),
    from: z.string().optional().describe('The local address that it was sent from, if one was chosen.'),
    pieces: z.int().min(1).optional().describe('In how many pieces it was written, if more than one.'),
    digest: z.string().optional().describe('The tag of the credential with which it answered a Digest challenge.'),
    certificate: z.string().optional().describe('The tag of the client certificate of its connection.'),
  }),
  sent: z
    .enum(['client', 'lines', 'raw', 'http2', 'browser'])
    .optional()
    .describe('How it was sent: by an ordinary client, with exact header lines, as raw bytes, over HTTP/2, or by a browser.'),
  traceparent: z
    .string()
    .optional()
    .describe('The W3C trace context that it was sent with, if the run was traced; its headers and the curl command are without it.'),
  secrets: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'The tags in the request whose values the configuration has, and a shell expression for each of them: `$AUTH_CONFORMANCE_READER`.',
    ),
  response: z.strictObject({ status: z.int(), headers: z.array(headerSchema), body: bodySchema.optional() }).optional(),
  quota: z
    .strictObject({
      limit: z.number().optional(),
      remaining: z.number().optional(),
      resetSeconds: z.number().optional().describe('How long after the response the quota is renewed.'),
      retrySeconds: z.number().optional().describe('How long after the response the client may try again.'),
    })
    .optional()
    .describe('The quota that the response reports where the document says; absent if it reports none.'),
  trouble: z.string().optional().describe('Why there is no response, or no complete one.'),
  curl: z.string().describe('The request as a curl command, with a variable for each secret.'),
  waited: z.number().min(0).optional().describe('How many seconds its scenario had waited on purpose before it, in all its waits.'),
  repeated: z.int().min(1).optional().describe('How many similar requests this one represents besides itself.'),
});

/** Why a check is not decided: a code, and values for the words. */
const causeSchema = z.object({ code: z.string().describe('One of a fixed list.') }).catchall(z.union([z.string(), z.number()]));

export const checkSchema = z.strictObject({
  id: z.string().describe('topic/requirement[/operation][/principal][/label], each part percent-encoded.'),
  outcome: outcomeSchema,
  reason: z.string().optional().describe('In a few words: what is wrong, or why it is undecided.'),
  where: z.string().optional().describe('The place in the response: a runtime expression such as $response.header.Retry-After.'),
  expected: z.string().optional(),
  observed: z.string().optional(),
  needs: z.string().optional().describe('What would decide it.'),
  mismatch: mismatchSchema.optional().describe('The same as data: the first thing that is wrong.'),
  formOnly: z.boolean().optional().describe('Whether the server rejected what it must reject, only in a wrong form: never critical.'),
  cause: causeSchema.optional().describe('Why it is undecided or does not apply, as data.'),
  window: z
    .strictObject({ limit: z.int(), seconds: z.number() })
    .optional()
    .describe('The window of a rate limit that it spends: requests, and seconds.'),
  fingerprint: z.string().optional().describe('Identifies this failure in a baseline.'),
  excused: z.boolean().optional().describe('Whether the baseline accepts this failure.'),
  accepted: z
    .strictObject({
      why: z.string(),
      owner: z.string(),
      expires: z.string().describe('The last day on which it is accepted: 2027-01-31.'),
      issue: z.string().optional(),
    })
    .optional()
    .describe('What the baseline says about this failure, if it accepts it.'),
  exchanges: z.array(z.int()).describe('The numbers of its exchanges, in order.'),
});

const basisSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('contract'),
    pointer: z.string(),
    file: z.string(),
    line: z.int().optional(),
    column: z.int().optional(),
    url: z.string().optional().describe('The address of the line in the commit; only for a failure on a CI server.'),
    excerpt: z
      .strictObject({ line: z.int().min(1).describe('The number of the first line.'), text: z.array(z.string()) })
      .optional()
      .describe('The lines around the place, with secrets replaced; only for a failure whose file is at hand.'),
  }),
  z.strictObject({ kind: z.literal('standard'), reference: z.string() }),
  z.strictObject({ kind: z.literal('practice'), reference: z.string() }),
]);

export const requirementResultSchema = z.strictObject({
  id: z.string(),
  topic: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  score: z.enum(['contract', 'standards']),
  severity: z.enum(['critical', 'normal']).describe('A failure that is only one of form is normal.'),
  title: z.string().describe('The headline: at most eight words.'),
  demand: z.string().describe('The requirement in one sentence.'),
  basis: basisSchema,
  guidance: z
    .strictObject({
      why: z.string(),
      failure: z.string(),
      fix: z.string(),
      references: z.array(z.strictObject({ name: z.string(), url: z.string().optional() })),
    })
    .optional()
    .describe('Why it matters, what a failure means and how to fix it; only for a failure.'),
  outcome: outcomeSchema,
  reason: z.string().optional().describe('Why it is not applicable, blocked or undecided as a whole.'),
  decided: z.int().min(0).describe('How many of its checks passed or failed.'),
  total: z.int().min(0),
  checks: z.array(checkSchema),
});

const countsSchema = z.strictObject({
  pass: z.int(),
  fail: z.int(),
  inconclusive: z.int(),
  blocked: z.int(),
  'not-applicable': z.int(),
  error: z.int(),
});
const scoreSchema = z.strictObject({ must: countsSchema, should: countsSchema, may: countsSchema });

export const preflightSchema = z.strictObject({
  id: z.string(),
  outcome: z.enum(['pass', 'fail', 'warning']),
  message: z.string(),
  configuration: z.string().optional().describe('The configuration key to change, with file and line where it has one.'),
  fix: z.string().optional(),
});

export const noteSchema = z.strictObject({
  topic: z.string(),
  message: z.string(),
  yaml: z.string().optional().describe('What to add to the document or an overlay, as YAML.'),
  table: z
    .strictObject({
      header: z.array(z.string()).describe('A title for each column; the first may be empty.'),
      rows: z.array(z.array(z.string())).describe('As many cells as the header; the first is the name of the row.'),
    })
    .optional()
    .describe('Details that do not fit into a sentence.'),
  exchanges: z.array(z.int()),
});

export const powerSchema = z.strictObject({
  faults: z.int().min(0).describe('How many known faults violate a requirement that applies to this document.'),
  within: z.array(z.string()).describe('Those that this run could have detected, by the requirements that it decided.'),
  beyond: z.array(z.strictObject({ fault: z.string(), description: z.string() })).describe('The others.'),
  additions: z
    .array(
      z.strictObject({
        needs: z.string().describe('What the undecided checks need, with the configuration key in parentheses.'),
        adds: z.int().min(1).describe('How many more faults it makes detectable, without those of the additions before it.'),
        faults: z.array(z.string()),
      }),
    )
    .describe('What would add most, best first.'),
});

export const selectionSchema = z.strictObject({
  only: z.array(z.string()).describe('Ids, topics or patterns; empty means all.'),
  skip: z.array(z.string()),
  shard: z
    .strictObject({
      index: z.int().min(1),
      total: z.int().min(1),
      plan: z.string().optional().describe('Identifies what all shards have planned together; `merge` compares it.'),
    })
    .optional()
    .describe('Which part of them, of how many.'),
});

export const resultSchema = z.strictObject({
  schemaVersion: z.literal(1),
  verdict: z.enum(verdicts),
  exit: z.strictObject({
    code: z.int(),
    reason: z.string(),
    harnessError: z.string().optional().describe('The error of the harness itself that ended the run; absent if there was none.'),
  }),
  failOn: z
    .enum(['must', 'should'])
    .optional()
    .describe('The lowest level with failures that make the run exit with 1; absent means must.'),
  allowIncomplete: z.boolean().optional().describe('Whether the run exits with 0 although requirements are undecided; absent means no.'),
  selection: selectionSchema.optional().describe('The selected requirements; absent means all.'),
  profile: z.enum(['safe', 'standard', 'full']),
  target: z.string(),
  mock: z
    .strictObject({
      start: z.string().describe('The command that starts the mock again, at the same addresses.'),
      secrets: z.string().describe('The command that then sets the variables of the curl lines.'),
      faults: z.array(z.string()),
    })
    .optional()
    .describe('How curl lines and reproductions work after the run, if the target was the mock.'),
  startedAt: z.iso.datetime(),
  seconds: z.number().min(0),
  requests: z.int().min(0),
  document: z.strictObject({
    title: z.string(),
    version: z.string(),
    source: z.string(),
    sha256: z.string(),
    repository: z
      .strictObject({
        root: z.string().describe('Its absolute path on the machine of the run.'),
        folder: z.string().describe('The working directory of the run, relative to the root, with forward slashes; empty for the root.'),
      })
      .optional()
      .describe('The checkout in which the run was started, for reports with paths that are relative to it; absent if there was none.'),
  }),
  harness: z.strictObject({ version: z.string() }),
  summary: z.strictObject({ contract: scoreSchema, standards: scoreSchema }),
  power: powerSchema.optional().describe('Which faults the run could have detected; absent if it could not start.'),
  warnings: z.array(z.string()).describe('What weakens the whole run, such as an unverified certificate.'),
  notes: z.array(noteSchema).describe('Observations that are neither passes nor failures.'),
  preflight: z.array(preflightSchema),
  requirements: z.array(requirementResultSchema),
  excluded: z.array(z.strictObject({ message: z.string(), why: z.string() })),
  baseline: z.strictObject({ matched: z.int(), stale: z.int(), expired: z.int() }),
  exchanges: z.array(exchangeSchema),
});

export type Outcome = z.infer<typeof outcomeSchema>;
export type Verdict = (typeof verdicts)[number];
export type Exchange = z.infer<typeof exchangeSchema>;
export type CheckResult = z.infer<typeof checkSchema>;
export type RequirementResult = z.infer<typeof requirementResultSchema>;
export type PreflightResult = z.infer<typeof preflightSchema>;
export type Note = z.infer<typeof noteSchema>;
export type NoteTable = NonNullable<Note['table']>;
/** A note during the run: its exchanges have keys instead of numbers. */
export type PendingNote = Omit<Note, 'exchanges'> & { readonly exchanges: readonly string[] };
export type Selection = z.infer<typeof selectionSchema>;
export type Power = z.infer<typeof powerSchema>;
export type Result = z.infer<typeof resultSchema>;
