import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';
import { lintRules } from '../../../spec/lint/rules.ts';
import { nodeAt } from '../../../spec/loading/document-node.ts';
import { small } from '../documents.ts';
import { bodies } from './cases/bodies.ts';
import { credentials } from './cases/credentials.ts';
import { limits } from './cases/limits.ts';
import { scopes } from './cases/scopes.ts';
import { transport } from './cases/transport.ts';

const cases = { ...transport, ...credentials, ...limits, ...scopes, ...bodies };

const found = (id: string, document: JsonObject) => lintRules.find((rule) => rule.id === id)!.find(compileDocument(document));

describe('a rule finds its mistake at its place, and nothing in the corrected twin', () => {
  test.for(Object.entries(cases))('%s', ([id, { red, at, message, green }]) => {
    const findings = found(id, red);
    expect(findings.map((finding) => finding.at)).toEqual([at]);
    expect(findings[0]!.message).toContain(message);
    expect(found(id, green)).toEqual([]);
  });
});

test('every rule has a case, and no two rules share an id', () => {
  expect(lintRules.map(({ id }) => id).sort()).toEqual(Object.keys(cases).sort());
});

test('every finding points to something that the document has, and shows YAML that can be read', () => {
  for (const { red } of Object.values(cases)) {
    const contract = compileDocument(red);
    for (const { at, yaml, fix, message } of lintRules.flatMap((rule) => rule.find(contract))) {
      expect(at.length, message).toBeGreaterThan(0);
      for (const pointer of at) expect(nodeAt(contract.document, pointer).value, `${message} at ${pointer}`).toBeDefined();
      if (yaml !== undefined) expect(() => parse(yaml) as unknown, yaml).not.toThrow();
      expect(fix).toMatch(/\.$/);
    }
  }
});

test('rules speak in whole sentences, and each that is about silence says what holds meanwhile', () => {
  for (const { statement, why, meanwhile, section, id } of lintRules) {
    for (const sentence of [statement, why, ...(meanwhile === undefined ? [] : [meanwhile])]) expect(sentence, id).toMatch(/^[A-Z].*\.$/);
    if (section === 'undocumented') expect(meanwhile, id).toBeDefined();
  }
});

test('The examples of members of a request body are looked at, however deep, and each place is named', () => {
  const id = { type: 'string', format: 'uuid', example: '4f4e4e1-c824-4d63-b37a-d8d698862f1d' };
  const schema = { properties: { id, parts: { items: { allOf: [{ $ref: '#/components/schemas/Part' }] } } } };
  const requestBody = { content: { 'application/json': { schema } } };
  const contract = small({
    paths: {
      '/made': { post: { operationId: 'make', security: [{ Key: [] }], requestBody, responses: { 201: { description: 'Made.' } } } },
    },
    components: {
      schemas: { Part: { properties: { count: { type: 'integer', example: 'two' }, size: { type: 'integer', example: 2 } } } },
    },
  });
  const [finding, ...others] = found('lint/invalid-request-example', contract);
  expect(finding?.at).toEqual([
    '/components/schemas/Part/properties/count/example',
    '/paths/~1made/post/requestBody/content/application~1json/schema/properties/id/example',
  ]);
  expect(others).toEqual([]);
});
