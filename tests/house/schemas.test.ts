import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { inputSchemas } from '../../scripts/generate/schemas.ts';

const published = (name: string) => new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url);

async function validator(name: keyof typeof inputSchemas) {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(await readFile(published(name), 'utf8')));
}

test('the schema of the configuration allows the examples and refuses a literal secret and an unknown member', async () => {
  const validate = await validator('auth-conformance');
  for (const name of ['staging', 'consent']) {
    const example: unknown = parse(await readFile(new URL(`../../examples/${name}/auth-conformance.yaml`, import.meta.url), 'utf8'));
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
    await readFile(new URL('../../spec/openapi.yaml', import.meta.url), 'utf8'),
  );
  expect(validate(document['x-auth-conformance']), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ principals: { reader: { secret: 'sk_live_1' } } })).toBe(false);
});
