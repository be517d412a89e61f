import { expect, test } from 'vitest';
import { settingOf } from '../../../client/stage/setting.ts';
import { tollRoads } from '../../../cli/prove/documents/toll-roads.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';

const bundled = await loadContract(bundledDocument);
const uri = 'http://127.0.0.1:1/callback';

test('the credential is the one that may call the most, and the client one with a secret that has OAuth in its plan', () => {
  const { principal, oauth, contract } = settingOf(bundled, uri);
  expect([principal?.name, oauth?.client.name, oauth?.client.public]).toEqual(['admin', 'app', false]);
  expect(contract.clients.find(({ name }) => name === 'app')?.redirectUris).toEqual([uri]);
});

test('another client can be named, and must exist', () => {
  expect(settingOf(bundled, uri, 'phone').oauth?.client.public).toBe(true);
  expect(() => settingOf(bundled, uri, 'fone')).toThrow(/phone/);
});

test('a document without OAuth has a credential only', () => {
  const { principal, oauth } = settingOf(tollRoads(), uri);
  expect([principal?.scheme.kind, oauth]).toEqual(['header', undefined]);
});
