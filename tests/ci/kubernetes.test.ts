import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseStoreUrl } from '../../mock/replicas/store-url.ts';
import { problemsOf } from '../reporters/schemas/schemas.ts';
import { root } from '../support/pages.ts';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const schemas = join(dirname(createRequire(import.meta.url).resolve('schemastore/package.json')), 'schemas/json');
const { definitions }: { readonly definitions: { readonly [name: string]: object } } = JSON.parse(
  await readFile(join(schemas, 'kubernetes-definitions.json'), 'utf8'),
);
/** What later versions of Kubernetes than that of the schemas have. */
const later: { readonly [name: string]: object } = { 'io.k8s.api.core.v1.PodSecurityContext': { seccompProfile: { type: 'object' } } };

const schemaProperties = (schema: { readonly properties?: unknown }): object =>
  typeof schema.properties === 'object' && schema.properties !== null ? schema.properties : {};

/** As a strict server has it: no member but the declared ones. */
const strict = Object.fromEntries(
  Object.entries(definitions).map(([name, schema]) => [
    name,
    'properties' in schema
      ? { additionalProperties: false, ...schema, properties: { ...schemaProperties(schema), ...later[name] } }
      : schema,
  ]),
);

/** The name of a definition, by the group of an object's version: `io.k8s.api.apps.v1.Deployment`. */
function definitionOf({ apiVersion, kind }: KubernetesObject): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `io.k8s.api.${group}.${version}.${kind}`;
}

const folder = join(root, 'examples/kubernetes');
const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
const objects = (
  await Promise.all(
    files.map(async (name) =>
      parseAllDocuments(await readFile(join(folder, name), 'utf8')).map((document): KubernetesObject => document.toJS()),
    ),
  )
).flat();

const problems = (object: KubernetesObject) => problemsOf({ $ref: `#/definitions/${definitionOf(object)}`, definitions: strict })(object);

describe('the example for Kubernetes', () => {
  test.each(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    '%s is valid for the published schema',
    (_, object) => {
      expect(problems(object)).toEqual([]);
    },
  );

  test('has replicas, their Service, an autoscaler and a store', () => {
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'Deployment mock',
      'HorizontalPodAutoscaler mock',
      'Service mock',
      'Service redis',
      'StatefulSet redis',
    ]);
  });

  test('names a store that the mock takes, and runs without rights and without a disk', () => {
    const text = JSON.stringify(objects.find(({ kind }) => kind === 'Deployment'));
    const [, url = ''] = /"AUTH_CONFORMANCE_STORE","value":"([^"]+)"/.exec(text) ?? [];
    expect(parseStoreUrl(url.replace('$(REDIS_PASSWORD)', 'secret'))).toMatchObject({ kind: 'single', password: 'secret', database: 0 });
    expect(text).toContain('"readOnlyRootFilesystem":true');
    expect(text).toContain('"runAsNonRoot":true');
  });
});

test('the schemas notice a misspelt member', () => {
  const service = objects.find(({ kind }) => kind === 'Service')!;
  const misspelt = { ...service, sepc: {} };
  expect(problems(misspelt)).not.toEqual([]);
});
