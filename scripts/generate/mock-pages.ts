import { faultNames, faults } from '../../mock/faults/faults.ts';
import { variantNames, variants } from '../../mock/variants/variants.ts';
import { codes, generatedFrom, table } from './markdown.ts';

/** Every fault with the requirements that it breaks. */
export const faultsPage = (): string =>
  page(
    'Faults',
    'A fault is a single bug of the mock. The requirements that it breaks must fail, and no others.',
    '`mock/faults/`',
    table(
      ['fault', 'behaviour', 'breaks'],
      faultNames.map((name) => [`\`${name}\``, faults[name]!.description, codes(faults[name]!.breaks)]),
    ),
  );

/** Every variant. */
export const variantsPage = (): string =>
  page(
    'Variants',
    'A variant is a correct server that behaves differently from the mock. No requirement may fail on it.',
    '`mock/variants/`',
    table(
      ['variant', 'behaviour'],
      variantNames.map((name) => [`\`${name}\``, variants[name]!.description]),
    ),
  );

const page = (title: string, introduction: string, sources: string, lines: readonly string[]) =>
  [`# ${title}`, '', introduction, '', generatedFrom(sources), '', ...lines, ''].join('\n');
