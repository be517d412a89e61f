import { z } from 'zod';

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
