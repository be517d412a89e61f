import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandFailure } from '../../../cli/failure.ts';
import { prepareRun } from '../../../cli/run/prepare.ts';
import { folderWith } from '../../support/command.ts';

async function prepared(parameters: string) {
  const client = `clients: { app: { clientId: app, parameters: ${parameters} } }`;
  const { folder, remove } = await folderWith({ 'staging.yaml': `target: https://staging.test/v1\n${client}\n` });
  onTestFinished(remove);
  const args = { overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
  return prepareRun({ ...args, config: join(folder, 'staging.yaml') }, '0.0.0');
}

test('Parameters of a client are for both kinds of requests, or for one', async () => {
  const { settings } = await prepared('{ audience: api, max_age: 60, authorization: { prompt: login }, token: { audience: other } }');
  expect(settings.clients[0]?.parameters).toEqual({
    authorization: { audience: 'api', max_age: '60', prompt: 'login' },
    token: { audience: 'other', max_age: '60' },
  });
});

test.each([
  ['{ tokens: { audience: api } }', 'clients.app.parameters.tokens: expected a value, or the key authorization or token'],
  ['{ token: { grant_type: password } }', 'clients.app.parameters.grant_type: the flow sets this parameter itself'],
])('The parameters %s are rejected', async (text, message) => {
  const error: unknown = await prepared(text).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(CommandFailure);
  expect(String(error)).toContain(message);
});
