/**
 * Reduces the bill of materials to what the package brings: the packages that an installation has, and those that the build contains.
 *
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'sbom.cdx.json');
const bill: Bill = JSON.parse(await readFile(file, 'utf8'));
const contained: readonly { name: string; version: string }[] = JSON.parse(await readFile(join(root, 'dist/bundled.json'), 'utf8'));
const names = new Set(contained.map(({ name, version }) => `${name}@${version}`));

/** Marks of CycloneDX's tool for npm. */
const marks = { development: 'cdx:npm:package:development', bundled: 'cdx:npm:package:bundled' } as const;
const isInstalled = ({ properties = [] }: Component) => !properties.some(({ name }) => name === marks.development);
const isContained = ({ group, name, version }: Component) => names.has(`${group === undefined ? '' : `${group}/`}${name}@${version}`);

const components = bill.components.flatMap((component) => {
  if (isInstalled(component)) return component;
  if (!isContained(component)) return [];
  const rest = (component.properties ?? []).filter(({ name }) => name !== marks.development);
  return { ...component, properties: [...rest, { name: marks.bundled, value: 'true' }] };
});
const known = new Set([bill.metadata.component, ...components].map((component) => component['bom-ref']));
const dependencies = bill.dependencies
  .filter(({ ref }) => known.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, ...(dependsOn && { dependsOn: dependsOn.filter((one) => known.has(one)) }) }));
await writeFile(file, `${JSON.stringify({ ...bill, components, dependencies }, undefined, 2)}\n`);
