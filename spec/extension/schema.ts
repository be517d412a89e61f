/**
 * The schema of `x-auth-conformance` at the document's root, for facts that OpenAPI cannot express. Each error text names the expected value.
 *
 * @module
 */
import { z } from 'zod';
import { parseRange } from '../address.ts';
import { parseExpression } from '../json/expression.ts';
import { parseWindow } from '../quotas.ts';

export const EXTENSION = 'x-auth-conformance';

const name = (what: string) => z.string({ error: what });
const flag = z.boolean({ error: 'true or false' });
const strict = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape, { error: 'an object' });
const named = <Value extends z.ZodType>(value: Value, what = 'an object') => z.record(z.string(), value, { error: what });
const choice = <const Values extends readonly string[]>(values: Values) => z.enum(values, { error: `one of ${values.join(', ')}` });
const unique = (list: readonly string[]) => new Set(list).size === list.length;

const scopes = z
  .array(name('the name of a scope'), { error: 'a list of scopes' })
  .refine(unique, { error: 'a list of scopes without duplicates' });

const window = z
  .string({ error: 'COUNT/UNIT such as 10/minute' })
  .refine((text) => parseWindow(text) !== undefined, { error: 'COUNT/UNIT such as 10/minute' });

const expressionText = 'an expression such as $response.header.Retry-After or $response.body#/error/code';
const expression = z.string({ error: expressionText }).refine((text) => parseExpression(text) !== undefined, { error: expressionText });
const places = z.array(expression, { error: 'a list of expressions' }).min(1, { error: 'a list with at least one expression' });

const rangeText = 'an address or CIDR range such as 203.0.113.0/24';
const from = z
  .array(
    z.string({ error: rangeText }).refine((text) => parseRange(text) !== undefined, { error: rangeText }),
    { error: 'a list of addresses and CIDR ranges' },
  )
  .min(1, { error: 'at least one address or CIDR range; remove the member to allow every address' });

const statusUpTo = (most: number) => {
  const error = `a status from 400 to ${most}`;
  return z.int({ error }).min(400, { error }).max(most, { error });
};
const reference = {
  response: z
    .string({ error: 'a reference such as #/components/responses/Forbidden' })
    .startsWith('#/', { error: 'a reference such as #/components/responses/Forbidden' })
    .optional(),
};
const rejection = strict({ status: statusUpTo(499), ...reference });
const limitRejection = strict({ status: statusUpTo(599), ...reference });

const windows = z.array(window, { error: 'a list of windows' }).min(1, { error: 'at least one window such as 10/minute' });
const units = z.int({ error: 'a number of units from 0' }).min(0, { error: 'a number of units from 0' });

const plan = strict({
  limits: windows.optional(),
  costs: named(units).optional(),
  operations: named(strict({ limits: windows })).optional(),
  features: z
    .array(choice(['oauth2', 'ipAllowList']), { error: 'a list of features' })
    .refine(unique, { error: 'a list of features without duplicates' })
    .optional(),
});

const redirectUri = z.string({ error: 'an absolute URI' }).refine((text) => URL.canParse(text), { error: 'an absolute URI' });

export const extensionSchema = strict({
  plans: named(plan)
    .refine((plans) => Object.keys(plans).length > 0, { error: 'at least one plan; remove the member if there are none' })
    .optional(),
  implies: named(z.array(name('the name of a scope'), { error: 'a list of scopes' })).optional(),
  scopes: named(scopes).optional(),
  rateLimit: strict({
    partition: choice(['account', 'credential', 'ip']).optional(),
    window: choice(['fixed', 'sliding']).optional(),
    report: choice(['first', 'tightest']).optional(),
    limit: places.optional(),
    remaining: places.optional(),
    reset: places.optional(),
    retryAfter: places.optional(),
  }).optional(),
  rejections: strict({
    insecure: rejection.optional(),
    ipBlocked: rejection.optional(),
    limited: limitRejection.optional(),
  }).optional(),
  whoami: strict({
    operationId: name('an operationId'),
    user: expression.optional(),
    scopes: expression.optional(),
    limit: expression.optional(),
    remaining: expression.optional(),
    reset: expression.optional(),
  }).optional(),
  accounts: named(strict({ plan: name('the name of a plan').optional() })).optional(),
  principals: named(
    strict({
      account: name('the name of an account').optional(),
      scheme: name('the name of a security scheme').optional(),
      scopes: scopes.optional(),
      state: choice(['active', 'revoked', 'expired']).optional(),
      from: from.optional(),
      expendable: flag.optional(),
    }),
  ).optional(),
  clients: named(
    strict({
      account: name('the name of an account').optional(),
      scopes: scopes.optional(),
      redirectUris: z.array(redirectUri, { error: 'a list of absolute URIs' }).min(1, { error: 'at least one redirect URI' }).optional(),
      public: flag.optional(),
      from: from.optional(),
    }),
  ).optional(),
  clientAuthentication: z
    .array(choice(['client_secret_post', 'client_secret_basic']), { error: 'a list of methods' })
    .min(1, { error: 'at least one method; remove the member if the method is not documented' })
    .refine(unique, { error: 'a list of methods without duplicates' })
    .optional(),
  assumed: z
    .array(
      z
        .string({ error: 'a JSON Pointer such as /rateLimit/window' })
        .regex(/^(\/[^/]+)+$/, { error: 'a JSON Pointer such as /rateLimit/window' }),
      { error: 'a list of JSON Pointers' },
    )
    .refine(unique, { error: 'a list of pointers without duplicates' })
    .optional(),
});

export type Extension = z.infer<typeof extensionSchema>;

/** The members that a schema allows in the object at a path. */
export function memberNames(schema: z.core.$ZodType, [key, ...rest]: readonly PropertyKey[]): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return memberNames(schema.unwrap(), key === undefined ? [] : [key, ...rest]);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => memberNames(option, key === undefined ? [] : [key, ...rest]));
  if (schema instanceof z.ZodRecord) return key === undefined ? [] : memberNames(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  if (key === undefined) return Object.keys(schema.shape);
  const member: z.core.$ZodType | undefined = schema.shape[String(key)];
  return member ? memberNames(member, rest) : [];
}
