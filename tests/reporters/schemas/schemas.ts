import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const { resolve } = createRequire(import.meta.url);
const schemaStore = join(dirname(resolve('schemastore/package.json')), 'schemas/json');

/** The published schemas (draft 04 or 07) that reports and recipes are held to. */
const places = {
  sarif: join(schemaStore, 'sarif-2.1.0.json'),
  'github-action': join(schemaStore, 'github-action.json'),
  'github-workflow': join(schemaStore, 'github-workflow.json'),
  circleci: join(schemaStore, 'circleciconfig.json'),
  'gitlab-ci': join(schemaStore, 'gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json'),
  ctrf: join(dirname(resolve('ctrf')), 'ctrf-schema-0.0.json'),
} as const;

/** A function from a value to what its schema finds wrong. */
export async function publishedSchema(name: keyof typeof places): Promise<(value: unknown) => readonly unknown[]> {
  const { $schema: draft, id, ...schema }: { $schema?: string; id?: string } = JSON.parse(await readFile(places[name], 'utf8'));
  // Draft 04 differs in what these schemas do not use, apart from the name of the id.
  const isOld = draft?.includes('draft-04') === true;
  return problemsOf(isOld ? schema : { ...schema, $schema: draft, ...(id !== undefined && { id }) });
}

/** The same for a schema that is written down in a test. */
export function problemsOf(schema: object): (value: unknown) => readonly unknown[] {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, logger: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
