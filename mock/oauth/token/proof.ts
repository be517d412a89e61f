import { authentication, oneAuthentication } from './authentication.ts';
import { clientAddress, repeats } from '../client.ts';
import type { Step } from '../endpoint-context.ts';
import { form, secretInUrl } from '../form.ts';
import { method } from '../method.ts';

/** The first steps of every endpoint that requires client authentication. */
export const authenticated: readonly Step[] = [
  method('POST'),
  form,
  secretInUrl,
  repeats,
  oneAuthentication,
  authentication,
  clientAddress,
];
