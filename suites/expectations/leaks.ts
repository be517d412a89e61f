/**
 * What a response must not reveal: internals of the server, and credentials.
 *
 * @module
 */
import type { Contract, Json } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { below } from '../../spec/json/pointer.ts';
import { declaresPlace } from '../../spec/schema/declared.ts';
import type { CheckContext, Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Reply } from '../http/target.ts';
import type { MismatchCode } from '../words/words.ts';
import { jsonOf } from './quota.ts';
import { excerpt, headerPlaces, isJsonType } from './response.ts';

interface Sign {
  readonly code: MismatchCode;
  readonly pattern: RegExp;
}

/** Texts that only software produces. Each is too rare in prose to occur by chance. */
const signs: readonly Sign[] = [
  { code: 'stack-trace-leaked', pattern: /(?:^|\n|\\n|>)\s*at (?:async )?[\w$.<>[\] ]+ ?\([^()\n]*:\d+(?::\d+)?\)/ },
  { code: 'stack-trace-leaked', pattern: /Traceback \(most recent call last\)|File "[^"\n]+", line \d+/ },
  { code: 'stack-trace-leaked', pattern: /\b(?:[a-z]\w*\.){2,}[A-Z]\w*(?:Exception|Error)\b|Exception in thread "/ },
  { code: 'stack-trace-leaked', pattern: /goroutine \d+ \[|\bpanic: runtime error|thread '[^']+' panicked at/ },
  { code: 'stack-trace-leaked', pattern: /#\d+ \/[\w./-]+\(\d+\): |\bon line <b>\d+<\/b>|\.php on line \d+|\.rb:\d+:in [`']/ },
  {
    code: 'database-message-leaked',
    pattern: /SQLSTATE\[|\bORA-\d{5}\b|\bPG::\w+|\bPSQLException\b|\bSequelize\w*Error\b|\bMongo(?:Server)?Error\b/,
  },
  {
    code: 'database-message-leaked',
    pattern:
      /syntax error at or near \\?"|invalid input syntax for type \w+: |You have an error in your SQL syntax|Unclosed quotation mark after/,
  },
  {
    code: 'query-leaked',
    pattern: /\bSELECT\s[\s\S]{1,200}?\sFROM\s|\bINSERT\s+INTO\s+\S+\s*\(|\bUPDATE\s+\S+\s+SET\s|\bDELETE\s+FROM\s+\S+\s+WHERE\b/,
  },
  {
    code: 'query-leaked',
    // In small letters only with quoted names, as query builders write them; a quotation mark may be escaped in JSON.
    pattern:
      /\bselect\s(?:[^"`\n]{0,40}?)(?:\*|\\?["`]\w)[\s\S]{0,400}?\sfrom\s\\?["`]\w|\binsert into \\?["`]\w|\bupdate \\?["`]\w[^\n]{0,200}? set \\?["`]\w|\bdelete from \\?["`]\w/,
  },
  {
    code: 'file-path-leaked',
    pattern:
      /(?<![\w.:/-])\/(?:usr|var|home|opt|etc|srv|app|root|tmp|Users)(?:\/[\w.@+-]+)+\.(?:m?[jt]sx?|py|rb|php|java|class|jar|go|rs|cs|exs?|so|dll|conf|ya?ml|ini|env|log|sock|sqlite|db)\b/,
  },
  { code: 'file-path-leaked', pattern: /\b[A-Z]:\\(?:[\w .-]+\\)+[\w .-]+|\bnode_modules\/|\bsite-packages\// },
];

/** Headers in which software names itself, and a version after a name. */
const naming = /^\$response\.header\.(?:server|x-powered-by|x-aspnet-version|x-aspnetmvc-version|x-runtime-version|x-generator)$/i;
const versioned = /\d+\.\d+/;
/** The footer of the error pages that come with servers. */
const footer: Sign = {
  code: 'version-leaked',
  pattern:
    /\b(?:nginx|openresty|Apache|Apache Tomcat|Jetty|lighttpd|gunicorn|Werkzeug|Express|Caddy|IIS|PHP|OpenSSL|Kestrel)(?:\/| Version )v?\d+\.\d+(?:\.\d+)*/,
};

/** No stack trace, database message, query or file path in an error response, unless the request had it. */
export function expectNoInternals(evidence: Evidence): readonly Mismatch[] {
  const places = [...headerPlaces(evidence.reply?.headers ?? []), bodyOf(evidence)];
  return places.flatMap(([at, text]) => signs.flatMap((sign) => found(evidence, sign, at, text)));
}

/** No version of a program in the body of an error response, and none in the headers in which software names itself. */
export function expectNoVersions(evidence: Evidence): readonly Mismatch[] {
  const named = headerPlaces(evidence.reply?.headers ?? []).filter(([at, value]) => naming.test(at) && versioned.test(value));
  return [...named.map(([at, value]) => leak(evidence, 'version-leaked', at, value)), ...found(evidence, footer, ...bodyOf(evidence))];
}

const bodyOf = ({ reply }: Evidence) => ['$response.body', reply?.body ?? ''] as const;

function found(evidence: Evidence, { code, pattern }: Sign, at: string, text: string): readonly Mismatch[] {
  const { reply, request } = evidence;
  if (!reply || reply.status < 400) return [];
  const [match] = pattern.exec(text) ?? [];
  if (match === undefined) return [];
  const sent = [request.url, safelyDecoded(request.url), request.body ?? '', ...request.headers].join('\n');
  return sent.includes(match.trim()) ? [] : [leak(evidence, code, at, match)];
}

const leak = ({ id, operation, reply }: Evidence, code: MismatchCode, at: string, text: string): Mismatch => ({
  code,
  at,
  expected: { kind: 'excludes', items: [text.trim()] },
  actual: excerpt(text),
  exchange: id,
  details: { operation: operation ?? '', status: reply?.status ?? 0 },
});

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The tag that replaces a secret in evidence. */
const tag = /‹([^›#]+)#[0-9a-f]{4}(?:\|base64)?›/g;
const onlyTag = new RegExp(`^${tag.source}$`);

/**
 * Every place of a response with a whole credential, except those that the response issues, and members of a success that the document
 * declares and that are nothing but the credential, as in a list of keys.
 */
export function echoes(evidence: Evidence, { contract }: Pick<CheckContext, 'contract'>): readonly Mismatch[] {
  if (!evidence.reply) return [];
  const { id: exchange, operation = '', reply } = evidence;
  const issued = new Set(evidence.issued);
  const repeats = (text: string) => [...text.matchAll(tag)].find(([, name]) => !issued.has(name!));
  const echoed = (at: string, text: string): readonly Mismatch[] => {
    const repeated = repeats(text);
    if (!repeated) return [];
    const actual = excerpt(text.slice(Math.max(0, repeated.index - 60)));
    return [{ code: 'credential-echoed', at, expected: { kind: 'no-secret' }, actual, exchange, details: { operation } }];
  };
  return [...headerPlaces(reply.headers), ['$response.body', undeclaredPart(contract, evidence, reply)] as const].flatMap(([at, text]) =>
    echoed(at, text),
  );
}

/** The body without the credentials that the document declares as members of it. */
function undeclaredPart(contract: Contract, { operation }: Evidence, reply: Reply): string {
  const documented = contract.operations.find(({ id }) => id === operation)?.responses.find(({ status }) => status === reply.status);
  const schema = documented?.content.find(({ type }) => isJsonType(type))?.schema;
  const body = jsonOf(reply);
  if (schema === undefined || body === undefined || reply.status >= 300) return reply.body;
  const without = (value: Json, place: string): Json => {
    if (typeof value === 'string') return onlyTag.test(value) && declaresPlace(contract, schema, place) ? '' : value;
    if (isList(value)) return value.map((item, index) => without(item, below(place, index)));
    return isObject(value) ? Object.fromEntries(members(value).map(([name, part]) => [name, without(part, below(place, name))])) : value;
  };
  return JSON.stringify(without(body, ''));
}
