import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientStyleNames } from '../../../cli/prove/clients/reference-client.ts';
import { tryClient } from '../../../cli/prove/clients/virtual-client.ts';
import { loadContract } from '../../../spec/load.ts';
import { root } from '../../support/pages.ts';

const examples = join(root, 'examples');
const paths = (await readdir(examples, { recursive: true })).filter((path) => /\.(?:ya?ml)$/.test(path));
const overlays = paths.filter((path) => path.endsWith('.overlay.yaml'));
const documents = paths.filter((path) => /(?:^|\/)openapi\.yaml$|^documents\/[\w-]+\.yaml$/.test(path));

/** The overlay beside a document, if there is one. */
const overlayOf = (path: string) =>
  overlays.filter(
    (overlay) =>
      overlay === path.replace(/\.yaml$/, '.overlay.yaml') || (path.endsWith('openapi.yaml') && join(overlay, '..') === join(path, '..')),
  );

test('the documents of the examples are many, and of all kinds', () => {
  expect(documents.length).toBeGreaterThan(12);
});

test.each(documents)('no sound client fails with %s', async (path) => {
  const contract = await loadContract(join(examples, path), { overlays: overlayOf(path).map((overlay) => join(examples, overlay)) });
  for (const style of clientStyleNames) {
    const odd = (await tryClient(contract, style)).filter(
      ({ outcome }) => outcome === 'fail' || outcome === 'inconclusive' || outcome === 'error',
    );
    expect(odd.map(({ id, reason }) => `${style}: ${id}: ${reason}`)).toEqual([]);
  }
});
