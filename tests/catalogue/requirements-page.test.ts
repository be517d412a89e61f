import { describe, expect, test } from 'vitest';
import { anchorOf } from '../../cli/explain/page.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { checks } from '../../suites/topics/checks.ts';
import { promisedSections, read } from './generated.ts';
import { promisesOf } from './promises.ts';

const text = await read('docs/requirements.md');
/** The entry of each requirement, by its id. */
const entries = new Map(
  text
    .split(/^### /m)
    .slice(1)
    .map((entry) => [entry.slice(0, entry.indexOf('\n')), entry.split(/^## /m)[0]!] as const),
);

describe('the page of the requirements', () => {
  test('has a heading for every requirement, whose anchor no other has', () => {
    expect([...entries.keys()]).toEqual(requirementIds);
    expect(new Set(requirementIds.map(anchorOf)).size).toBe(requirementIds.length);
  });

  test.each(['Source', 'Promised', 'Why', 'How it is checked', 'A failure means', 'To put it right', 'Faults that break it'])(
    'says of every requirement: %s',
    (part) => {
      const marked = new RegExp(`^- \\*\\*${part}:\\*\\* \\S`, 'gm');
      expect([...entries].filter(([, entry]) => (entry.match(marked) ?? []).length !== 1).map(([id]) => id)).toEqual([]);
    },
  );

  test('names every promise, the scene and every fault of a requirement, which is the trace from the one to the other', () => {
    const absent = requirementIds.flatMap((id) => {
      const { scenario } = checks[id];
      const asked = promisesOf(id, promisedSections);
      const breaking = faultNames.filter((name) => [...faults[name]!.breaks, ...(faults[name]!.also ?? [])].includes(id));
      const wanted = [
        ...asked.map(({ section, says }) => `${says} ([${section}](promises.md#`),
        scenario.kind === 'passive' ? scenario.description : `Scene \`${scenario.name}\``,
        ...breaking.map((name) => `\`${name}\``),
      ];
      return wanted.filter((part) => !entries.get(id)!.includes(part)).map((part) => `${id}: ${part}`);
    });
    expect(absent).toEqual([]);
  });
});
