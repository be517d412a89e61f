import { escaped, lacking, matching, present } from '../claim.ts';
import { list, type Entry } from './entry.ts';

/** How expectations about challenges are told. */
export const challenges: readonly Entry[] = [
  { expected: /^at least one challenge$/, clauses: (_, reading) => [{ reading, claim: present }] },
  {
    where: /WWW-Authenticate$/,
    expected: /^error="(\w+)"$/,
    clauses: ([, code = ''], reading) => [{ reading, claim: matching(new RegExp(`error="?${code}"?`)) }],
  },
  { where: /WWW-Authenticate$/, expected: /^no error$/, clauses: (_, reading) => [{ reading, claim: lacking(/\berror=/) }] },
  {
    where: /WWW-Authenticate$/,
    expected: /^Bearer realm="…"$/,
    clauses: (_, reading) => [{ reading, claim: matching(/Bearer\s+[\w-]+\s*=/i) }],
  },
  {
    where: /WWW-Authenticate$/,
    expected: /^(\w+) once$/,
    clauses: ([, name = ''], reading) => [{ reading, claim: lacking(new RegExp(`\\b${name}=.*\\b${name}=`)) }],
  },
  {
    of: /^bearer\/named-scopes/,
    expected: /^[\w:. -]+$/,
    clauses: ([all = ''], reading) => [
      { reading, claim: matching(new RegExp(`scope="(?:${all.split(' ').map(escaped).join('|')}|\\s)+"`)) },
    ],
  },
  {
    of: /^bearer\/challenge-is-well-formed/,
    expected: /^\^\[.*\]\+\$$/,
    clauses: ([form = ''], reading, { reason }) => {
      const name = /: (\w+) of other characters/.exec(`: ${reason}`)?.[1] ?? 'error';
      return [{ reading, claim: matching(new RegExp(`${name}="${form.slice(1, -1)}"(?:,|$)`)) }];
    },
  },
  {
    where: /WWW-Authenticate$/,
    expected: /^[\w-]+(?: or [\w-]+)*$/,
    clauses: ([all = ''], reading) => [
      { reading, claim: matching(new RegExp(`(?:^|,\\s*)(?:${[...new Set(list(all))].map(escaped).join('|')})\\b`, 'i')) },
    ],
  },
];
