/**
 * What scenes make of secrets is as secret as they are: of nobody's secret, whole or but for its ends, is anything left in the evidence of a
 * scene, whichever was played before.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { requirementIds } from '../../../spec/catalogue/catalogue.ts';
import type { Contract, Json } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { checks } from '../../../suites/topics/checks.ts';
import type { ScenarioRecord } from '../../../suites/engine/evidence.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { createSession, registerSecrets } from '../../../suites/engine/session.ts';
import { files, small } from '../../spec/documents.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';

const scenarios = [...new Set(requirementIds.map((id) => checks[id].scenario.name))].filter((scenario) => scenario !== 'passive');

/** The evidence of a scene that is played alone, and whose secrets are left in it, with the text that shows them. */
async function leftBy(contract: Contract, scenario: string) {
  const mock = stillMock(contract);
  const settings = settingsFor(mock);
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  const records: ScenarioRecord[] = [];
  const once = async (_: string, play: () => Promise<ScenarioRecord>) => {
    const record = await play();
    records.push(record);
    return record;
  };
  const session = createSession({ contract, settings, redactor, target: inProcessTarget(mock), recordings: { once } });
  const asked = session.schedule.requirements.find(({ id, excluded }) => checks[id].scenario.name === scenario && excluded === undefined);
  if (asked) await session.judge(asked.id);
  const text = JSON.stringify(records);
  const words = text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  const texts = [text, ...words.map((word) => Buffer.from(word, 'base64').toString('latin1'))];
  const secrets = [...settings.principals, ...settings.clients.map(({ name, clientSecret: secret = '' }) => ({ name, secret }))];
  const left = secrets
    .filter(({ secret }) => secret.length > 16)
    .flatMap(({ name, secret }) => {
      const most = [secret.slice(0, -6), secret.slice(6), secret.slice(3, -3)];
      return texts.some((one) => most.some((part) => one.includes(part))) ? [name] : [];
    });
  return { exchanges: records.flatMap((record) => record.exchanges).length, left };
}

const withScheme = async (scheme: Json, principal: string) => {
  const extension: Json = { accounts: { one: {} }, principals: { [principal]: { account: 'one' } } };
  const document = small({
    components: { securitySchemes: { Key: scheme } },
    security: [{ Key: [] }],
    'x-auth-conformance': extension,
  });
  return loadContract(await files({ 'openapi.json': JSON.stringify(document) }));
};

describe('nothing is left of a secret', () => {
  test('in any scene of the bundled document', async () => {
    const contract = await loadContract(bundledDocument);
    const outcomes = [];
    for (const scenario of scenarios) outcomes.push({ scene: scenario, ...(await leftBy(contract, scenario)) });
    expect(outcomes.filter(({ left }) => left.length > 0)).toEqual([]);
    expect(outcomes.filter(({ exchanges }) => exchanges > 0).length).toBeGreaterThan(35);
  });

  const basic: Json = { type: 'http', scheme: 'basic' };
  test.each([
    // Where in its Base64 a secret ends goes by its length.
    ['Basic of one length', basic, 'ada'],
    ['Basic of another', basic, 'adam'],
    ['Basic of a third', basic, 'adams'],
    ['a JWT', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'ada'],
    ['a key in a field', { type: 'apiKey', in: 'header', name: 'X-Api-Key' }, 'ada'],
    ['a key in the query', { type: 'apiKey', in: 'query', name: 'key' }, 'ada'],
    ['a key in a cookie', { type: 'apiKey', in: 'cookie', name: 'key' }, 'ada'],
  ])('that is sent as %s', async (_, scheme, principal) => {
    const contract = await withScheme(scheme, principal);
    const outcomes = [];
    for (const scene of scenarios) outcomes.push({ scene, ...(await leftBy(contract, scene)) });
    expect(outcomes.filter(({ left }) => left.length > 0)).toEqual([]);
    expect(outcomes.filter(({ exchanges }) => exchanges > 0).length).toBeGreaterThan(10);
  });
});
