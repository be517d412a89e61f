import { unknownName } from '../../spec/suggestion.ts';
import type { EngineParts } from '../engine/parts.ts';
import { addressVariants } from './address.ts';
import { bodiesVariants } from './bodies.ts';
import { credentialsVariants } from './credentials.ts';
import { oauthVariants } from './oauth.ts';
import { httpVariants } from './http.ts';
import { limitsVariants } from './limits.ts';
import { tokensVariants } from './tokens.ts';
import { transportVariants } from './transport.ts';
import type { Variant, Variants } from './variant.ts';

/** Every variant by name. */
export const variants: Variants = {
  ...transportVariants,
  ...httpVariants,
  ...bodiesVariants,
  ...credentialsVariants,
  ...addressVariants,
  ...limitsVariants,
  ...oauthVariants,
  ...tokensVariants,
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
export function applyVariants(parts: EngineParts, names: readonly string[]): EngineParts {
  return names.map(variantNamed).reduce((current, variant) => variant.apply(current), parts);
}
