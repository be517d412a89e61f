import { expect, test } from 'vitest';
import { announce } from '../../cli/mock/announcement.ts';
import type { Mock } from '../../mock/create.ts';
import { bundledMock } from '../mock/mocks.ts';
import { flowMock } from '../mock/oauth/documents.ts';

const listening = { url: 'https://127.0.0.1:1/v1', httpUrl: 'http://127.0.0.1:2/v1', ca: 'ca.pem', close: async () => {} };

function announced(mock: Mock): string {
  const { contract, principals, clients, people } = mock;
  return announce({ contract, listening, principals, clients, people, faults: [], quiet: true });
}

test('The announcement lists the OAuth clients', () => {
  const mock = bundledMock();
  const text = announced(mock);
  const { clientId, clientSecret } = mock.clients['app']!;
  expect(text).toMatch(/^OAuth clients:$/m);
  expect(text).toMatch(new RegExp(`^  app +${clientId} ${clientSecret} +pro; read write; https://app\\.example/callback$`, 'm'));
  expect(text).toMatch(/^ {2}phone +mock_client_phone \(public\) +pro; read; /m);
  expect(text).toMatch(/office-app.*from 203\.0\.113\.0\/24 only$/m);
  expect(text).not.toContain('Users of');
});

test('It lists users and passwords only if a flow needs them', () => {
  const mock = flowMock(['password']);
  const [person] = Object.values(mock.people);
  expect(announced(mock)).toMatch(new RegExp(`^Users of the password flow:\n  ${person!.username} +${person!.password}$`, 'm'));
  expect(announced(flowMock(['clientCredentials']))).not.toContain('Users of');
});
