import { readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configurationSchema } from '../cli/configuration/schema.ts';
import { extensionSchema } from '../spec/extension/schema.ts';

const published = (name: string) => new URL(`../docs/schemas/${name}.schema.json`, import.meta.url);

/** Draft 7 is what editors understand; `input` is what a person writes: members with a default may be left out. */
function schemaOf(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    // Zod tells so of a text that starts with something; there is no such format, and the pattern beside it says the same.
    override({ jsonSchema }) {
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
    },
  });
  return { $schema, title, ...rest };
}

const schemas = {
  'auth-conformance': schemaOf(configurationSchema, 'auth-conformance.yaml'),
  'x-auth-conformance': schemaOf(extensionSchema, 'x-auth-conformance'),
};

describe.each(Object.entries(schemas))('the published schema %s', (name, schema) => {
  test('is up to date', async () => {
    const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 140 });
    if (process.env['UPDATE'] === '1') await writeFile(published(name), text);
    expect(await readFile(published(name), 'utf8')).toBe(text);
  });
});

async function validator(name: keyof typeof schemas) {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(await readFile(published(name), 'utf8')));
}

test('the schema of the configuration allows the examples and refuses a literal secret and an unknown member', async () => {
  const validate = await validator('auth-conformance');
  for (const name of ['staging', 'consent']) {
    const example: unknown = parse(await readFile(new URL(`../examples/${name}/auth-conformance.yaml`, import.meta.url), 'utf8'));
    expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
  }
  expect(validate({ clients: { app: { clientId: 'app', clientSecret: 'sk_live_1' } } })).toBe(false);
  expect(validate({ clients: { app: { clientId: 'app', consent: { browsr: './login.ts' } } } })).toBe(false);
  expect(validate({ principals: { reader: { secret: 'sk_live_1' } } })).toBe(false);
  expect(validate({ targets: 'https://staging.example.com' })).toBe(false);
});

test('the schema of the extension allows the object of the bundled document and refuses one with a secret', async () => {
  const validate = await validator('x-auth-conformance');
  const document: { readonly 'x-auth-conformance': object } = parse(
    await readFile(new URL('../spec/openapi.yaml', import.meta.url), 'utf8'),
  );
  expect(validate(document['x-auth-conformance']), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ principals: { reader: { secret: 'sk_live_1' } } })).toBe(false);
});
