import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { json } from '../../reporters/json.ts';
import { resultJsonSchema } from '../../reporters/schema.ts';
import { resultSchema } from '../../suites/result/result.ts';
import { fixtures } from './fixtures.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(resultJsonSchema());

describe('the published schema of results.json', () => {
  it.each(Object.entries(fixtures))('allows the result "%s"', (_name, result) => {
    expect(validate(JSON.parse(json.render(result))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('refuses a result without a verdict, and one with a member too many', () => {
    const { verdict: _verdict, ...mute } = fixtures['conformant']!;
    expect(validate(mute)).toBe(false);
    expect(validate({ ...fixtures['conformant'], more: 1 })).toBe(false);
  });
});

describe('results.json', () => {
  it('has its members in the order of the schema, whatever order they came in', () => {
    const { schemaVersion, ...rest } = {
      ...fixtures['conformant']!,
      allowIncomplete: true,
      mock: { start: 'a', secrets: 'b', faults: [] },
      selection: { only: ['a'], skip: [] },
    };
    const reversed = { ...rest, schemaVersion };
    expect(Object.keys(reversed).at(-1)).toBe('schemaVersion');
    expect(json.render(reversed)).toBe(json.render({ schemaVersion, ...rest }));
    const written = [...json.render(reversed).matchAll(/^ {2}"(\w+)":/gm)].map(([, member]) => member);
    expect(written).toEqual(Object.keys(resultSchema.shape));
  });

  it('is the result and nothing else', () => {
    for (const result of Object.values(fixtures)) expect(JSON.parse(json.render(result))).toEqual(result);
  });

  it('is not written of something that is no result', () => {
    expect(() => json.render({ ...fixtures['conformant']!, seconds: -1 })).toThrow(/seconds/);
  });
});
