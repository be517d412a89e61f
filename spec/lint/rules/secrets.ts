import type { Json } from '../../contract.ts';
import { isList, isObject, member, text } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { type LintRule, together } from '../rule.ts';
import { listed, verb } from '../words.ts';

/** A value under a name that suggests a secret. */
interface Suspect {
  readonly at: string;
  readonly name: string;
}

export const secretsRules: readonly LintRule[] = [
  {
    id: 'lint/literal-secret',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    statement: 'No example looks like a real secret.',
    why: 'A secret in a published document is compromised, and copied examples spread it.',
    find: ({ document }) => {
      const found = suspectsIn(document, '', '', false);
      return together(
        found.map(({ at }) => at),
        {
          message: `the example of ${listed(found.map(({ name }) => name))} ${verb(found, 'looks', 'look')} like a real secret`,
          fix: 'Revoke it if it is real, and use an obvious placeholder.',
          yaml: 'example: YOUR_API_KEY',
        },
      );
    },
  },
];

/** Names of members, headers and parameters with secret values; pagination tokens and the like are excluded. */
const NAMED = /secret|passw(or)?d|(api|access|private|auth|signing|license)[-_ ]?key|token$|^authorization$|credential$|^jwt$/i;
const HARMLESS = /page|next|prev|cursor|continu|sync|csrf|public|resume|delta|device|push|registration|_?type$|count|token_?(id|name)$/i;
/** Prefixes of secrets from well-known providers. */
const PROVIDERS =
  /^(sk_live_|rk_live_|ghp_|gho_|github_pat_|glpat-|xox[abpr]-|AKIA[0-9A-Z]{16}|AIza[\w-]{30}|SG\.[\w-]{20}|-----BEGIN [A-Z ]*PRIVATE KEY)/;
/** Typical placeholders for secrets. */
const MADE_UP =
  /example|sample|your|dummy|demo|test|fake|mock|placeholder|redacted|change.?me|string|secret|token|key|pass|foo|lorem|x{4}|\*{3}|\.{3}|…|0{4}|1234|abcd|qwer|[<>{}[\]$ ]/i;
/** Placeholders after a real prefix. */
const FILLED = /example|your|x{4}|\*{3}|\.{3}|…|0{4}|1234|[<>{}]/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The example token from jwt.io. */
const KNOWN_TOKEN = 'eyJzdWIiOiIxMjM0NTY3ODkw';

function suspectsIn(value: Json, at: string, name: string, shown: boolean): readonly Suspect[] {
  if (typeof value === 'string') return shown && NAMED.test(name) && !HARMLESS.test(name) && looksReal(value) ? [{ at, name }] : [];
  if (isList(value)) return value.flatMap((item, index) => suspectsIn(item, below(at, index), name, shown));
  if (!isObject(value)) return [];
  const own = text(member(value, 'in')) === undefined ? name : (text(member(value, 'name')) ?? name);
  return Object.entries(value).flatMap(([key, part]) => {
    const inside = below(at, key);
    if (shown) return suspectsIn(part, inside, key === 'value' || key === 'dataValue' ? own : key, true);
    if (key === 'example' || key === 'examples' || key === 'default') return suspectsIn(part, inside, own, true);
    return suspectsIn(part, inside, TRANSPARENT.has(key) ? own : key, false);
  });
}

/** Members between a name and its example. */
const TRANSPARENT: ReadonlySet<string> = new Set(['schema', 'items', 'allOf', 'oneOf', 'anyOf', 'content', 'properties']);

function looksReal(value: string): boolean {
  if (PROVIDERS.test(value)) return !FILLED.test(value);
  const secret = value.replace(/^(Bearer|Basic|Token) /i, '');
  if (secret.length < 20 || secret.length > 4096 || MADE_UP.test(secret) || UUID.test(secret) || secret.includes(KNOWN_TOKEN)) return false;
  return (
    /^[\w\-+/=.~:]+$/.test(secret) && !/^https?:/i.test(secret) && /\d/.test(secret) && /[a-z]/i.test(secret) && entropy(secret) >= 3.5
  );
}

/** Bits per character. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / word.length) * Math.log2(count / word.length), 0);
}
