import { addressVariants } from './address.ts';
import { bodiesVariants } from './bodies.ts';
import { credentialsVariants } from './credentials.ts';
import { oauthVariants } from './oauth.ts';
import { httpVariants } from './http.ts';
import { limitsVariants } from './limits.ts';
import { tokensVariants } from './tokens.ts';
import { transportVariants } from './transport.ts';
import type { Variants } from './variant.ts';

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
