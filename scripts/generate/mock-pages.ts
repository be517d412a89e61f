import { faultNames, faults } from '../../mock/faults/faults.ts';
import { variantNames, variants } from '../../mock/variants/variants.ts';
import { TOPICS, type Topic } from '../../spec/catalogue/requirement.ts';
import { codes, generatedFrom } from './markdown.ts';

/** The topic of the first requirement that a fault breaks. */
export const faultTopic = (name: string): Topic => TOPICS.find((topic) => faults[name]!.breaks[0]!.startsWith(`${topic}/`))!;

/** A page for each topic: its faults with the requirements that they break. */
export const faultPages = (): readonly { readonly topic: Topic; readonly text: string }[] =>
  TOPICS.flatMap((topic) => {
    const names = faultNames.filter((name) => faultTopic(name) === topic);
    return names.length === 0 ? [] : [{ topic, text: faultsPage(topic, names) }];
  });

const faultsPage = (topic: Topic, names: readonly string[]): string =>
  page(
    `Faults: ${topic}`,
    'A fault is a single bug of the mock. The requirements that it breaks must fail, and no others. `auth-conformance mock --fault NAME` serves it.',
    '`mock/faults/`',
    names.map((name) => {
      const { description, breaks, also = [] } = faults[name]!;
      return [name, `${description} It breaks ${codes(breaks)}${also.length === 0 ? '' : `, and as a side effect ${codes(also)}`}.`];
    }),
  );

/** Every variant. */
export const variantsPage = (): string =>
  page(
    'Variants',
    'A variant is a correct server that behaves differently from the mock. No requirement may fail on it.',
    '`mock/variants/`',
    variantNames.map((name) => [name, variants[name]!.description]),
  );

const page = (title: string, introduction: string, sources: string, sections: readonly (readonly [name: string, text: string])[]): string =>
  [
    `# ${title}`,
    '',
    introduction,
    '',
    generatedFrom(sources, 'npm run docs'),
    ...sections.flatMap(([name, text]) => ['', `## ${name}`, '', text]),
    '',
  ].join('\n');
