import { expect, test } from 'vitest';
import { loadContract } from '../../spec/load.ts';
import { complaint, files, small } from './documents.ts';

const DOCUMENT = JSON.stringify(small({ tags: [{ name: 'one' }, { name: 'two' }, { name: 'three' }] }), undefined, 2);

async function overlaid(...overlays: readonly string[]) {
  const document = await files({ 'openapi.json': DOCUMENT });
  const paths = await Promise.all(overlays.map((text) => files({ 'overlay.yaml': text })));
  return loadContract(document, { overlays: paths });
}

const overlay = (actions: string, version = '1.0.0') =>
  `overlay: ${version}\ninfo: { title: Change, version: 1.0.0 }\nactions:\n${actions}`;

test('An update merges objects deeply and appends to lists', async () => {
  const { document, basePath } = await overlaid(
    overlay(`  - target: $
    update:
      tags: [{ name: four }]
      info: { description: Merged. }
      x-auth-conformance: { plans: { free: { limits: [1/second] } } }
  - target: $.servers[0]
    update: { url: https://other.example/v9 }
  - target: $.tags
    update: { name: five }
`),
  );
  expect(document['info']).toEqual({ title: 'Things', version: '1', description: 'Merged.' });
  expect(document['tags']).toEqual(['one', 'two', 'three', 'four', 'five'].map((name) => ({ name })));
  expect(basePath).toBe('/v9');
});

test('Overlays apply in order, each to what the one before has left', async () => {
  const { title } = await overlaid(
    overlay('  - { target: $.info, update: { title: First } }\n'),
    overlay(`  - target: $[?@.title == 'First']\n    update: { title: Second }\n`),
  );
  expect(title).toBe('Second');
});

test('A removal takes away members and list items, several at once too', async () => {
  const { document } = await overlaid(
    overlay(`  - target: $.tags[?@.name != 'two']
    remove: true
  - target: $.paths['/things'].get.security
    remove: true
`),
  );
  expect(document['tags']).toEqual([{ name: 'two' }]);
  expect(JSON.stringify(document)).not.toContain('"security"');
});

test('A copy brings one value to another place', async () => {
  const { operations } = await overlaid(
    overlay(
      `  - target: $.paths
    update: { /others: {} }
  - target: $.paths['/others']
    copy: $.paths['/things']
  - target: $.paths['/others'].get
    update: { operationId: listOthers }
`,
      '1.1.0',
    ),
  );
  expect(operations.map(({ id, path }) => [id, path])).toEqual([
    ['listThings', '/things'],
    ['listOthers', '/others'],
  ]);
});

test('A target that selects nothing changes nothing', async () => {
  const { title } = await overlaid(overlay('  - { target: $.nowhere.at.all, update: { title: Other } }\n'));
  expect(title).toBe('Things');
});

test('What an overlay brought is located in the overlay, all else in the document', async () => {
  const contract = await overlaid(
    overlay(`  - target: $
    update:
      x-auth-conformance:
        plans:
          free: { limits: [10/minute] }
`),
  );
  const place = (pointer: string) => `${contract.places[pointer]!.file.split('/').at(-1)}:${contract.places[pointer]!.line}`;
  expect(place('/x-auth-conformance/plans/free')).toBe('overlay.yaml:8');
  expect(place('/paths/~1things/get')).toMatch(/^openapi\.json:/);
});

test('A wrong value that an overlay brought is refused in the overlay', async () => {
  const message = await complaint(() =>
    overlaid(overlay('  - target: $\n    update:\n      x-auth-conformance:\n        plans:\n          free: { limits: [10/min] }\n')),
  );
  expect(message).toMatchInlineSnapshot(
    `"x-auth-conformance.plans.free.limits[0]: expected COUNT/UNIT such as 10/minute, got "10/min" (overlay.yaml:8:28)"`,
  );
});

test('Items that move up after a removal keep their lines', async () => {
  const { mistakes } = await overlaid(
    overlay(
      "  - { target: '$.servers[0]', update: { url: 1 } }\n  - { target: $.servers, update: [{ url: 2 }] }\n  - { target: '$.servers[0]', remove: true }\n",
    ),
  );
  expect(mistakes.map(({ pointer, message, line, column }) => `${pointer} ${message} ${line}:${column}`)).toEqual([
    '/servers/0/url expected type "string" but got "integer" 5:42',
  ]);
});

test('What is wrong with an overlay is all told at once', async () => {
  const actions = [
    '{ target: "$.[", update: {} }',
    '{ target: $.info, updaet: {} }',
    '{ target: $.info }',
    'nothing',
    '{ update: {} }',
    '{ target: $.info, copy: tags }',
  ];
  const wrong = await complaint(() => overlaid(overlay(actions.map((action) => `  - ${action}\n`).join(''))));
  expect(wrong).toMatchInlineSnapshot(`
    "actions[0].target: expected a JSONPath such as $.paths, got "$.[" (overlay.yaml:4:15)
    actions[1].updaet: expected one of target, description, update, remove, copy, got "updaet"; did you mean "update"? (overlay.yaml:5:23)
    actions[2]: expected one of update, remove, copy, got none (overlay.yaml:6:5)
    actions[3]: expected an action, got "nothing" (overlay.yaml:7:5)
    actions[4].target: expected a JSONPath such as $.paths, got nothing (overlay.yaml:8:5)
    actions[5].copy: expected a JSONPath such as $.paths, got "tags" (overlay.yaml:9:29)"
  `);
  const others = await Promise.all(
    ['openapi: 3.1.0', 'overlay: 2.0.0\nactions: [{}]', 'overlay: 1.0.0', '[]'].map((text) => complaint(() => overlaid(text))),
  );
  expect(others.join('\n')).toMatchInlineSnapshot(`
    "expected an OpenAPI Overlay, got an object without the member "overlay" (overlay.yaml:1:1)
    overlay: expected an Overlay of version 1.0 or 1.1, got "2.0.0" (overlay.yaml:1:10)
    actions: expected a list with at least one action, got nothing (overlay.yaml:1:1)
    expected an OpenAPI Overlay, got a value that is not an object (overlay.yaml:1:1)"
  `);
});

test('A copy of several values, and an overlay that is missing, are refused', async () => {
  const several = overlay(`  - target: $.info\n    copy: $.tags[*]\n`, '1.1.0');
  expect(await complaint(() => overlaid(several))).toMatchInlineSnapshot(
    `"actions[0].copy: expected a JSONPath that selects one value, got "$.tags[*]", which selects 3 (overlay.yaml:5:11)"`,
  );
  expect(await complaint(() => loadContract('spec/openapi.yaml', { overlays: ['nowhere.yaml'] }))).toMatchInlineSnapshot(
    `"expected an OpenAPI Overlay, but the file does not exist (nowhere.yaml)"`,
  );
});

test('The overlay of the second document gives it plans', async () => {
  const overlays = ['examples/header-key/limits.overlay.yaml'];
  const { plans, accounts } = await loadContract('examples/header-key/openapi.yaml', { overlays });
  expect(plans.map(({ name, windows }) => [name, ...windows.map(({ label }) => label)])).toEqual([
    ['visitor', '60/hour', '10/minute'],
    ['curator', '1000/hour'],
  ]);
  expect(accounts.map(({ name }) => name)).toEqual(['main', 'other', 'visitor', 'burner-visitor', 'burner-curator']);
});
