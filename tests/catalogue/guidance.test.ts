import { describe, expect, test } from 'vitest';
import { explanationOf } from '../../cli/explain/explanation.ts';
import { referenceOf, referencesIn } from '../../cli/explain/reference.ts';
import { caseWords } from '../../cli/explain/case-words.ts';
import { rehearse } from '../../cli/explain/rehearsal.ts';
import { catalogue, requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientCatalogue } from '../../spec/catalogue/client/client.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { checks } from '../../suites/topics/checks.ts';

const contract = await loadContract(bundledDocument);
const everyRow = Object.entries({ ...catalogue, ...clientCatalogue });

describe('what the catalogue tells of each requirement', () => {
  test('is whole sentences', () => {
    const texts = everyRow.flatMap(([id, { demand: says, why, checked, fair = 'None.', failure, fix }]) => {
      return [says, why, checked, fair, failure, fix].map((text) => ({ id, text }));
    });
    expect(texts.filter(({ text }) => !/^[\p{Lu}\d`].*[.]$/u.test(text) || /\s\s/.test(text))).toEqual([]);
  });

  test('gives each a reason of its own', () => {
    const whys = everyRow.map(([, { why }]) => why);
    expect(whys.filter((why, index) => whys.indexOf(why) !== index)).toEqual([]);
  });

  test('refers to standards that have a page', () => {
    const names = everyRow.flatMap(([, { references }]) => references);
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => referenceOf(name).url === undefined)).toEqual([]);
  });

  test('names no product and no document', () => {
    const all = requirementIds.map((id) => JSON.stringify(explanationOf(id, { ...contract, document: {} })));
    expect(all.filter((text) => text.includes(contract.title.split(' ')[0]!))).toEqual([]);
  });
});

test('a text that names several sections of several standards is several references', () => {
  expect(referencesIn('RFC 9110 §11.6.2, §5.3; RFC 6750 §2.1')).toEqual([
    { name: 'RFC 9110 §11.6.2', url: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.2' },
    { name: 'RFC 9110 §5.3', url: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-5.3' },
    { name: 'RFC 6750 §2.1', url: 'https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1' },
  ]);
  expect(referenceOf('RFC 8996')).toEqual({ name: 'RFC 8996', url: 'https://www.rfc-editor.org/rfc/rfc8996.html' });
  expect(referenceOf('a house rule')).toEqual({ name: 'a house rule' });
});

test('every label of a check by the bundled document has words', () => {
  const labelled = requirementIds.flatMap((id) => {
    const { cases } = rehearse(id, contract);
    const words = caseWords(checks[id].scenario, cases);
    return words.labels.map((label) => ({ scenario: checks[id].scenario.name, label, words: words.of(label) }));
  });
  expect(labelled.length).toBeGreaterThan(50);
  expect(labelled.filter(({ words = '' }) => words === '')).toEqual([]);
});

test('a label with an address has words only if a case has that address', () => {
  const edge = { label: 'inside 10.0.0.8', words: 'an address of the list', cost: 1 };
  const words = caseWords(checks['address/listed'].scenario, [edge, { label: 'free', words: 'without a list', cost: 1 }]);
  expect(words.labels).toEqual(['inside 10.0.0.8', 'free']);
  expect(['inside 10.0.0.8', 'inside 10.9.9.9', 'free'].map(words.of)).toEqual([edge.words, undefined, 'without a list']);
});

test('a check of all exchanges is labelled by a scenario', () => {
  const words = caseWords(checks['credentials/echoed'].scenario, []);
  expect(words.of('whoami')).toMatch(/^all exchanges of the scenario whoami\. Calls /);
  expect(words.of('somebody')).toBeUndefined();
});
