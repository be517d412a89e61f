import { describe, expect, test } from 'vitest';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { faultPages } from '../../scripts/generate/mock-pages.ts';
import { requirementPages } from '../../scripts/generate/requirements.ts';
import { promises } from '../../scripts/generate/sources.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { checks } from '../../suites/topics/checks.ts';

const pages = await requirementPages();
/** The entry of each requirement, by its id. */
const entriesOf = (text: string) =>
  text
    .split(/^## /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry] as const);
const entries = new Map(pages.filter(({ topic }) => topic !== 'client').flatMap(({ text }) => entriesOf(text)));
const clientEntries = new Map(entriesOf(pages.find(({ topic }) => topic === 'client')!.text));

describe('the pages of the requirements', () => {
  test('have a heading for every requirement', () => {
    expect([...entries.keys()].toSorted()).toEqual(requirementIds.toSorted());
    expect([...clientEntries.keys()].toSorted()).toEqual(clientRequirementIds.toSorted());
  });

  test.each(['Source', 'Documented behaviour', 'Why', 'How it is checked', 'If it fails', 'How to fix', 'Faults that break it'])(
    'have for every requirement: %s',
    (part) => {
      const marked = new RegExp(`^- \\*\\*${part}:\\*\\* \\S`, 'gm');
      expect([...entries].filter(([, entry]) => (entry.match(marked) ?? []).length !== 1).map(([id]) => id)).toEqual([]);
    },
  );

  test.each(['Source', 'Why', 'How it is checked', 'Scenarios', 'If it fails', 'How to fix', 'Bugs of clients that violate it'])(
    'have for every requirement of clients: %s',
    (part) => {
      expect([...clientEntries].filter(([, entry]) => !entry.includes(`- **${part}:** `)).map(([id]) => id)).toEqual([]);
    },
  );

  test('name every statement, the scenario and every fault of a requirement', () => {
    const absent = requirementIds.flatMap((id) => {
      const { scenario } = checks[id];
      const stated = promises.flatMap(({ section, statements }) =>
        statements.filter(({ requirements = [] }) => requirements.includes(id)).map(({ text }) => ({ section, text })),
      );
      const breaking = faultNames.filter((name) => [...faults[name]!.breaks, ...(faults[name]!.also ?? [])].includes(id));
      const wanted = [
        ...stated.map(({ section, text }) => `${text} ([${section}](../promises.md#`),
        scenario.kind === 'passive' ? scenario.description : `Scenario \`${scenario.name}\``,
        ...breaking.map((name) => `\`${name}\``),
      ];
      return wanted.filter((part) => !entries.get(id)!.includes(part)).map((part) => `${id}: ${part}`);
    });
    expect(absent).toEqual([]);
  });
});

test('the pages of the faults have a heading for every fault', () => {
  const headings = faultPages().flatMap(({ text }) => entriesOf(text).map(([name]) => name));
  expect(headings.toSorted()).toEqual(faultNames.toSorted());
});
