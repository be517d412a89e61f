import { expect, test } from 'vitest';
import type { Json } from '../../spec/contract.ts';
import { compileDocument } from '../../spec/load.ts';
import { small } from './documents.ts';

const compiled = (parts: { readonly [name: string]: Json } = {}) => compileDocument(small(parts));

test('With plans there is an account of each, and an expendable principal on an account of its own', () => {
  const plans = { free: { limits: ['10/minute'] }, pro: { limits: ['5/minute'], features: ['oauth2'] } };
  const { accounts, principals } = compiled({ security: [{ Key: ['write', 'read'] }], 'x-auth-conformance': { plans } });
  expect(accounts).toEqual([
    { name: 'main', plan: 'pro' },
    { name: 'other', plan: 'pro' },
    { name: 'free', plan: 'free' },
    { name: 'burner-free', plan: 'free' },
    { name: 'burner-pro', plan: 'pro' },
  ]);
  expect(principals.map(({ name, account, scopes, state, expendable }) => [name, account, scopes.join(' '), state, expendable])).toEqual([
    ['all', 'main', 'read write', 'active', false],
    // Neither scope alone is enough to read.
    ['spare', 'main', 'read write', 'active', false],
    ['revoked', 'main', 'read write', 'revoked', false],
    ['expired', 'main', 'read write', 'expired', false],
    ['other', 'other', 'read write', 'active', false],
    ['free', 'free', 'read write', 'active', false],
    ['burner-free', 'burner-free', 'read write', 'active', true],
    ['burner-pro', 'burner-pro', 'read write', 'active', true],
    ['read', 'main', 'read', 'active', false],
    ['write', 'main', 'write', 'active', false],
  ]);
});

test('Where the first account may have a list of addresses, one of its principals has one', () => {
  const plans = { free: { limits: ['10/minute'] }, pro: { limits: ['5/minute'], features: ['ipAllowList'] } };
  const { principals } = compiled({ security: [{ Key: ['write', 'read'] }], 'x-auth-conformance': { plans } });
  expect(principals.filter(({ from }) => from !== undefined)).toEqual([
    expect.objectContaining({ name: 'listed', account: 'main', scopes: ['read', 'write'], from: expect.arrayContaining(['127.0.0.8/30']) }),
  ]);
});

test('Each further scheme that operations ask for has a principal on the same account, tokens last', () => {
  const securitySchemes = {
    OAuth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://things.example/token', scopes: {} } } },
    'App Id': { type: 'apiKey', in: 'header', name: 'X-App' },
    Key: { type: 'http', scheme: 'bearer' },
    Unused: { type: 'http', scheme: 'basic' },
    Tls: { type: 'mutualTLS' },
  };
  const { principals } = compiled({ components: { securitySchemes }, security: [{ Key: [], 'App Id': [], Tls: [] }, { OAuth: [] }] });
  expect(principals.filter(({ account }) => account === 'main').map(({ name, scheme }) => [name, scheme])).toEqual([
    ['all', 'App Id'],
    ['spare', 'App Id'],
    ['revoked', 'App Id'],
    ['expired', 'App Id'],
    ['all-Key', 'Key'],
    ['all-Tls', 'Tls'],
    ['all-OAuth', 'OAuth'],
  ]);
});

test('Names that are made from scopes can stand in a token and are all different', () => {
  const scopes = ['https://things.example/scopes/read', 'all', 'charge:read', '*', 'charge/read'];
  const { principals } = compiled({ security: [{ Key: scopes }] });
  expect(principals.filter((principal) => principal.scopes.length === 1).map(({ name, scopes: [scope] }) => [name, scope])).toEqual([
    ['scope', '*'],
    ['all-2', 'all'],
    ['charge-read', 'charge/read'],
    ['charge-read-2', 'charge:read'],
    ['scopes-read', 'https://things.example/scopes/read'],
  ]);
});

test('There is a client for each kind of flow on an account that may have one, and for codes those that others are told from', () => {
  const url = 'https://things.example/oauth';
  const flows = {
    authorizationCode: { authorizationUrl: url, tokenUrl: url, scopes: { read: '' } },
    clientCredentials: { tokenUrl: url, scopes: { write: '' } },
    password: { tokenUrl: url, scopes: {} },
    implicit: { authorizationUrl: url, scopes: {} },
    deviceAuthorization: { deviceAuthorizationUrl: url, tokenUrl: url, scopes: {} },
  };
  const { clients } = compiled({
    openapi: '3.2.0',
    security: [{ OAuth: ['read'] }],
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows } } },
    'x-auth-conformance': { plans: { free: {}, paid: { features: ['oauth2'] } } },
  });
  expect(clients.map(({ name, account, scopes, redirectUris, public: open }) => [name, account, scopes[0], redirectUris[0], open])).toEqual(
    [
      ['app', 'main', 'read', 'https://app.example/callback', false],
      ['service', 'main', 'write', undefined, false],
      ['login', 'main', undefined, undefined, false],
      ['page', 'main', undefined, 'https://page.example/callback', true],
      ['device', 'main', undefined, undefined, true],
      ['other-app', 'other', 'read', 'https://other-app.example/callback', false],
      ['phone', 'main', 'read', 'http://127.0.0.1:8976/callback', true],
      ['plain-app', 'main', 'read', 'http://plain-app.example/callback', false],
      ['free-app', 'free', 'read', 'https://free-app.example/callback', false],
    ],
  );
});

test('A document without security needs nobody', () => {
  const contract = compiled({ security: [] });
  expect([contract.accounts, contract.principals, contract.clients]).toEqual([[], [], []]);
  expect(contract.operations[0]!.public).toBe(true);
});

test('What the document names is not added to', () => {
  const extension = { accounts: { acme: {} }, principals: { reader: { scopes: ['read'] } }, clients: {} };
  const contract = compiled({ 'x-auth-conformance': extension });
  expect([contract.accounts, contract.principals.map(({ name }) => name), contract.clients]).toEqual([[{ name: 'acme' }], ['reader'], []]);
  expect(contract.assumptions.filter((sentence) => sentence.includes('made up'))).toEqual([]);
});
