import { absent, equal, escaped, lacking, matching, oneOf, parseable, present, typed } from '../claim.ts';
import { body, member, status, words } from '../reading.ts';
import { list, refusal, type Entry } from './entry.ts';

/** How expectations about bodies and their members are told. */
export const bodies: readonly Entry[] = [
  { where: /^\$response\.body$/, expected: /^nothing$/, clauses: () => [{ reading: body, claim: lacking(/./s) }] },
  { where: /^\$response\.body$/, expected: /^(?:JSON|application\/(?:\w+\+)?json)$/, clauses: () => [{ reading: body, claim: parseable }] },
  { where: /^\$response\.body$/, expected: /^an explanation$/, clauses: () => [{ reading: body, claim: matching(/\S/) }] },
  {
    where: /^\$response\.body$/,
    expected: /^nothing of the kind$/,
    clauses: (_, __, { observed }) => [
      {
        reading: body,
        claim: lacking(new RegExp(escaped(observed.replace(/\\n/g, ' ').replace(/…$/, '').trim()).replaceAll(' ', '\\s+'))),
      },
    ],
  },
  {
    where: /^\$response\.body$/,
    of: /^http\/trace/,
    expected: /^nothing of the request$/,
    clauses: () => [{ reading: body, claim: lacking(/^TRACE |^Host:/im) }],
  },
  {
    where: /^\$response\.body$/,
    of: /^http\/options/,
    expected: /^no data$/,
    clauses: (_, __, { observed }) => [{ reading: body, claim: lacking(new RegExp(`^\\s*${escaped(observed.slice(0, 12))}`)) }],
  },
  { where: /^\$response\.body$/, expected: /^401$/, clauses: () => [{ reading: status, claim: oneOf([401]) }] },
  {
    where: /^\$response\.body$/,
    expected: /^\{"active":false\}$/,
    clauses: () => [{ reading: member(''), claim: equal({ active: false }) }],
  },
  {
    where: /body#$/,
    expected: /^have the member "(\w+)"$/,
    clauses: ([, name = ''], __, { where }) => [{ reading: member(`${where.slice('$response.body#'.length)}/${name}`), claim: present }],
  },
  {
    where: /body#/,
    expected: /^have the member "([^"]+)"$/,
    clauses: ([, name = ''], __, { where }) => [{ reading: member(`${where.slice('$response.body#'.length)}/${name}`), claim: present }],
  },
  {
    where: /body#/,
    expected: /^be (string|number|boolean|object)$/,
    clauses: ([, type = ''], reading) => [
      { reading, claim: typed(type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : type === 'object' ? 'object' : 'string') },
    ],
  },
  {
    where: /body#/,
    expected: /^be ("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)$/,
    clauses: ([, value = 'null'], reading) => [{ reading, claim: equal(JSON.parse(value)) }],
  },
  {
    where: /body#\/error$/,
    expected: /^an error about the invented code$/,
    clauses: () => [{ reading: member('/error'), claim: lacking(/invalid_client/) }],
  },
  {
    where: /body#\/error$/,
    expected: /^(?:tokens for the right secret|a token for .*)$/,
    clauses: () => [{ reading: member('/access_token'), claim: typed('string') }],
  },
  { where: /body#\/access_token$/, expected: /^a refusal$/, clauses: () => [refusal, { reading: member('/access_token'), claim: absent }] },
  {
    where: /body#/,
    expected: /^(?:a string|an access token|another refresh token)$/,
    clauses: (_, reading) => [{ reading, claim: typed('string') }],
  },
  { where: /body#/, expected: /^a whole number$/, clauses: (_, reading) => [{ reading, claim: typed('number') }] },
  { where: /body#/, expected: /^(?:a list|the granted scopes)$/, clauses: (_, reading) => [{ reading, claim: present }] },
  { where: /body#/, expected: /^elements, or no such member$/, clauses: (_, reading) => [{ reading, claim: lacking(/^\[\]$/) }] },
  { where: /body#/, expected: /^true$/, clauses: (_, reading) => [{ reading, claim: equal(true) }] },
  { where: /body#\/token_type$/, expected: /^Bearer$/, clauses: (_, reading) => [{ reading, claim: matching(/^bearer$/i) }] },
  {
    where: /body#/,
    expected: /^an https URL without query and fragment$/,
    clauses: (_, reading) => [{ reading, claim: matching(/^https:\/\/[^?#]+$/) }],
  },
  { where: /body#/, expected: /^an absolute https URL$/, clauses: (_, reading) => [{ reading, claim: matching(/^https:\/\//) }] },
  {
    of: /^oauth\/metadata-agrees/,
    where: /body#/,
    expected: /^\/\S+$/,
    clauses: ([path = ''], reading) => [{ reading, claim: matching(new RegExp(`^https?:\\/\\/[^/]+${escaped(path)}$`)) }],
  },
  {
    of: /^oauth\/metadata-agrees/,
    where: /body#/,
    expected: /^[\w:.-]+$/,
    clauses: ([value = ''], reading) => [{ reading, claim: matching(new RegExp(`"${escaped(value)}"`)) }],
  },
  {
    of: /^oauth\/unknown-scope/,
    where: /body#\/scope$/,
    expected: /^the known scopes alone$/,
    clauses: (_, reading) => [{ reading, claim: lacking(/unknown/) }],
  },
  {
    of: /scopes-are-those-granted$|token-shows-the-granted-scopes$|refresh-narrows$/,
    where: /body#/,
    expected: /^(?:none|[\w:.*-]+(?:,? [\w:.*-]+)*)$/,
    clauses: ([all = ''], __, { where }) => [
      { reading: words(where.slice('$response.body#'.length)), claim: equal(all === 'none' ? [] : all.split(/,? /).toSorted()) },
    ],
  },
  {
    where: /body#\/scope$/,
    expected: /^at most (.+)$/,
    clauses: ([, all = ''], reading) => [
      { reading, claim: matching(new RegExp(`^(?:(?:${all.split(' ').map(escaped).join('|')})(?: |$))*$`)) },
    ],
  },
  {
    where: /body#\/error$/,
    expected: /^[a-z_]+(?: or [a-z_]+)*$/,
    clauses: ([all = '']) => [{ reading: member('/error'), claim: oneOf(list(all)) }],
  },
];
