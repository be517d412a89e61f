import { absent, oneOf, present } from '../claim.ts';
import { header, parameter } from '../reading.ts';
import { list, type Entry } from './entry.ts';

/** How expectations about where an authorization endpoint redirects to are told. */
export const redirects: readonly Entry[] = [
  { where: /Location$/, expected: /^no redirect$/, clauses: () => [{ reading: header('Location'), claim: absent }] },
  {
    where: /Location$/,
    expected: /^an error$/,
    clauses: () => [
      { reading: parameter('code'), claim: absent },
      { reading: parameter('error'), claim: present },
    ],
  },
  {
    where: /Location$/,
    expected: /^(?:a code|the redirect URI with a code)$/,
    clauses: () => [{ reading: parameter('code'), claim: present }],
  },
  { where: /Location$/, expected: /^no access token$/, clauses: () => [{ reading: parameter('access_token'), claim: absent }] },
  {
    where: /Location$/,
    expected: /^access_denied, and the state$/,
    clauses: () => [{ reading: parameter('error'), claim: oneOf(['access_denied']) }],
  },
  {
    where: /Location$/,
    expected: /^[a-z_]+(?: or [a-z_]+)*$/,
    clauses: ([all = '']) => [{ reading: parameter('error'), claim: oneOf(list(all)) }],
  },
];
