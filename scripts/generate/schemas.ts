import { z } from 'zod';
import { configurationSchema } from '../../cli/configuration/schema.ts';
import { extensionSchema } from '../../spec/extension/schema.ts';

/** Draft 7 is what editors support. `input` is what a person writes: members with a default are optional. */
function schemaOf(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    // Zod writes a format `starts_with` that no standard defines; the pattern beside it says the same.
    override({ jsonSchema }) {
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
    },
  });
  return { $schema, title, ...rest };
}

/** The JSON Schemas of hand-written files, by the name of their file in docs/schemas/. */
export const inputSchemas = {
  'auth-conformance': schemaOf(configurationSchema, 'auth-conformance.yaml'),
  'x-auth-conformance': schemaOf(extensionSchema, 'x-auth-conformance'),
};
