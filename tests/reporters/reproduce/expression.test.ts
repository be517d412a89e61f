import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { expressionOf, valueCode, variablesIn } from '../../../reporters/reproduce/values/expression.ts';

const value = 'ada:correct-horse';

test.each([
  ['a secret', '$AUTH_CONFORMANCE_ADA'],
  ['a secret with something around it', 'live_${AUTH_CONFORMANCE_ADA}x'],
  ['the password of a user', '${AUTH_CONFORMANCE_ADA#*:}'],
  ['a secret without its last four characters', '${AUTH_CONFORMANCE_ADA%????}'],
  ['a secret without its last two', '${AUTH_CONFORMANCE_ADA%??}'],
  ['a secret in Base64', '$(printf %s "$AUTH_CONFORMANCE_ADA" | base64 -w0)'],
  ['a secret in Base64 without its last two', `$(printf %s "$AUTH_CONFORMANCE_ADA" | base64 -w0 | sed 's,..$,,')`],
])('%s is the same in TypeScript as in a shell', (_, shell) => {
  const inShell = execFileSync('sh', ['-c', `printf %s "${shell}"`], { env: { ...process.env, AUTH_CONFORMANCE_ADA: value } });
  const secret = (name: string) => (name === 'AUTH_CONFORMANCE_ADA' ? value : 'another');
  const inTypeScript: unknown = runInNewContext(expressionOf(shell), { secret, Buffer });
  expect(inTypeScript).toBe(inShell.toString());
});

test('The variables of a configuration are read as it names them, and a forged token is made of the variable of its original', () => {
  const secrets = [
    valueCode('‹reader#1›', '$STAGING_key'),
    valueCode('‹reader:truncated#1›', '${STAGING_key%????}'),
    valueCode('‹reader:signature-removed#1›', '$STAGING_key_FORGED'),
    valueCode('‹token#1›', undefined),
  ];
  expect(secrets).toEqual([
    `secret('STAGING_key')`,
    `secret('STAGING_key').slice(0, -4)`,
    `forged(secret('STAGING_key'), 'signature-removed')`,
    undefined,
  ]);
  expect(variablesIn('$STAGING_key_FORGED ${OTHER%??}')).toEqual(['STAGING_key', 'OTHER']);
});
