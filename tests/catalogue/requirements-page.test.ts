import { describe, expect, test } from 'vitest';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { requirementsPage } from '../../scripts/generate/requirements.ts';
import { promises } from '../../scripts/generate/sources.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { checks } from '../../suites/topics/checks.ts';

const page = await requirementsPage();
/** The entry of each requirement, by its id. */
const entries = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry.split(/^## /m)[0]!] as const),
);

describe('the page of the requirements', () => {
  test('has a heading for every requirement', () => {
    expect([...entries.keys()].toSorted()).toEqual(requirementIds.toSorted());
  });

  test.each(['Source', 'Documented behaviour', 'Why', 'How it is checked', 'If it fails', 'How to fix', 'Faults that break it'])(
    'has for every requirement: %s',
    (part) => {
      const marked = new RegExp(`^- \\*\\*${part}:\\*\\* \\S`, 'gm');
      expect([...entries].filter(([, entry]) => (entry.match(marked) ?? []).length !== 1).map(([id]) => id)).toEqual([]);
    },
  );

  test('names every statement, the scenario and every fault of a requirement', () => {
    const absent = requirementIds.flatMap((id) => {
      const { scenario } = checks[id];
      const stated = promises.flatMap(({ section, statements }) =>
        statements.filter(({ requirements = [] }) => requirements.includes(id)).map(({ text }) => ({ section, text })),
      );
      const breaking = faultNames.filter((name) => [...faults[name]!.breaks, ...(faults[name]!.also ?? [])].includes(id));
      const wanted = [
        ...stated.map(({ section, text }) => `${text} ([${section}](promises.md#`),
        scenario.kind === 'passive' ? scenario.description : `Scenario \`${scenario.name}\``,
        ...breaking.map((name) => `\`${name}\``),
      ];
      return wanted.filter((part) => !entries.get(id)!.includes(part)).map((part) => `${id}: ${part}`);
    });
    expect(absent).toEqual([]);
  });
});
