import { unknownName } from '../../spec/suggestion.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { Variants } from '../variants/variant.ts';
import type { Faults } from './fault.ts';

interface Applicable {
  apply(parts: EngineParts): EngineParts;
}

function applyNamed(
  kind: 'fault' | 'variant',
  parts: EngineParts,
  names: readonly string[],
  table: { readonly [name: string]: Applicable },
): EngineParts {
  return names.reduce((current, name) => {
    if (Object.hasOwn(table, name)) return table[name]!.apply(current);
    const known = Object.keys(table);
    if (known.length > 0) throw new RangeError(`${kind}: ${unknownName(`the name of a ${kind}`, name, known)}; see docs/catalogue.md`);
    throw new RangeError(`${kind} ${name}: unknown, because this mock has no ${kind}s; pass them in options.table.${kind}s`);
  }, parts);
}

/**
 * The parts with the named faults applied in order.
 *
 * @throws RangeError if a name is not in the table.
 */
export function applyFaults(parts: EngineParts, names: readonly string[], table: Faults = {}): EngineParts {
  return applyNamed('fault', parts, names, table);
}

/**
 * The parts with the named variants applied in order.
 *
 * @throws RangeError if a name is not in the table.
 */
export function applyVariants(parts: EngineParts, names: readonly string[], table: Variants = {}): EngineParts {
  return applyNamed('variant', parts, names, table);
}
