import { expect, test } from 'vitest';
import { schemaReference } from '../../../cli/init/schema-reference.ts';

const file = 'docs/schemas/auth-conformance.schema.json';
const published = `https://unpkg.com/auth-conformance@1.2.3/${file}`;

test.each([
  ['of the project', '/me/api', '/me/api/node_modules/auth-conformance', `./node_modules/auth-conformance/${file}`],
  [
    'of a workspace above',
    '/me/mono/packages/api',
    '/me/mono/node_modules/auth-conformance',
    `../../node_modules/auth-conformance/${file}`,
  ],
  ['of npx', '/me/api', '/me/.npm/_npx/c0ffee/node_modules/auth-conformance', published],
  ['that is installed globally', '/me/api', '/usr/lib/node_modules/auth-conformance', published],
  ['of a similar folder', '/me/api-two', '/me/api/node_modules/auth-conformance', published],
  ['of a checkout', '/me/api', '/me/auth-conformance', `../auth-conformance/${file}`],
])('The schema of a package %s is named so that the next machine finds it', (_, folder, place, expected) => {
  expect(schemaReference(folder, { path: `${place}/${file}`, version: '1.2.3' })).toBe(expected);
});
