import { describe, expect, test } from 'vitest';
import { explanationOf } from '../../cli/explain/explanation.ts';
import { referenceOf, referencesIn } from '../../cli/explain/reference.ts';
import { variantsOf, variantWords } from '../../cli/explain/variant.ts';
import { rehearse } from '../../cli/explain/rehearsal.ts';
import { catalogue, requirementIds } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/loading/load.ts';
import { checks } from '../../suites/topics/checks.ts';
import { otherFlowsByGrant } from '../../suites/oauth/other-grants.ts';

const contract = await loadContract(bundledDocument);

describe('what the catalogue tells of each requirement', () => {
  test('is whole sentences', () => {
    const texts = requirementIds.flatMap((id) => {
      const { demand: says, why, checked, fair = 'None.', failure, fix } = catalogue[id];
      return [says, why, checked, fair, failure, fix].map((text) => ({ id, text }));
    });
    expect(texts.filter(({ text }) => !/^[\p{Lu}\d`].*[.]$/u.test(text) || /\s\s/.test(text))).toEqual([]);
  });

  test('gives each a reason of its own', () => {
    const whys = requirementIds.map((id) => catalogue[id].why);
    expect(whys.filter((why, index) => whys.indexOf(why) !== index)).toEqual([]);
  });

  test('refers to standards that have a page', () => {
    const names = requirementIds.flatMap((id) => catalogue[id].references);
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

test('every variant that a run by the bundled document has, and every flow of another, is put into words', () => {
  const planned = requirementIds.flatMap((id) =>
    rehearse(id, contract).shots.flatMap(({ variant }) => (variant === undefined ? [] : [{ scene: checks[id].scenario.name, variant }])),
  );
  const elsewhere = Object.keys(otherFlowsByGrant).map((variant) => ({ scene: 'other-flows' as const, variant }));
  const all = [...planned, ...elsewhere];
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ scene: scenario, variant }) => variantWords(scenario, variant) === undefined)).toEqual([]);
});

test('no words are left of variants that no run has', () => {
  const planned = new Set(
    requirementIds
      .filter((id) => checks[id].scenario.name === 'code-flow')
      .flatMap((id) => rehearse(id, contract).shots.map(({ variant }) => variant)),
  );
  expect(variantsOf('code-flow').filter((variant) => !planned.has(variant))).toEqual([]);
});
