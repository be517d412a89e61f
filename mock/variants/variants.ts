import { unknownName } from '../../spec/suggestion.ts';
import type { EngineParts } from '../engine/parts.ts';
import { address } from './address.ts';
import { bodies } from './bodies.ts';
import { credentials } from './credentials.ts';
import { grants } from './oauth.ts';
import { http } from './http.ts';
import { limits } from './limits.ts';
import { tokens } from './tokens.ts';
import { transport } from './transport.ts';
import type { Variant, Variants } from './variant.ts';

/** Every variant by name. */
export const variants: Variants = {
  ...transport,
  ...http,
  ...bodies,
  ...credentials,
  ...address,
  ...limits,
  ...grants,
  ...tokens,
};

/** The names of all variants. */
export const variantNames: readonly string[] = Object.keys(variants);

/**
 * The variant of a name.
 *
 * @throws RangeError on an unknown name.
 */
function variantNamed(name: string): Variant {
  if (Object.hasOwn(variants, name)) return variants[name]!;
  throw new RangeError(`variant: ${unknownName('the name of a variant', name, variantNames)}`);
}

/**
 * The parts of a mock that is all of these, applied in order.
 *
 * @throws RangeError on an unknown name.
 */
export function vary(parts: EngineParts, names: readonly string[]): EngineParts {
  return names.map(variantNamed).reduce((current, variant) => variant.bend(current), parts);
}
