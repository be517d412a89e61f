import type { Exchange } from '../../suites/result/result.ts';
import { grouped } from '../digest/grouped.ts';

/** An exchange without its number. */
export type Unnumbered = Omit<Exchange, 'id'>;

/** The place of a value in a response: a member of its JSON body (a JSON Pointer), or a parameter of the URL that it redirects to. */
export interface SourcePlace {
  readonly kind: 'member' | 'parameter';
  readonly name: string;
}

/** A response with a value, and the place. */
export interface ValueSource<One extends Unnumbered> {
  readonly exchange: One;
  readonly place: SourcePlace;
}

/** The most values of a response that are considered. */
const most = 200;

/** Follows values from the responses of a scenario to later requests. */
export interface Trace<One extends Unnumbered> {
  /** The sources of the values in a request, by value: tags of codes and tokens, and ids of created objects in the path. */
  sourcesOf(exchange: One): ReadonlyMap<string, ValueSource<One>>;
  /** All exchanges that an exchange needs, directly or not, in order. */
  neededBy(exchange: One): readonly One[];
  /** The exchanges that deleted the objects that an exchange created. */
  removalsOf(exchange: One): readonly One[];
}

/** @param scenario - its exchanges, in order */
export function traced<One extends Unnumbered>(scenario: readonly One[]): Trace<One> {
  const order = new Map(scenario.map((one, index) => [one, index]));
  const tags = new Map<string, ValueSource<One>>();
  const ids = new Map<string, ValueSource<One>>();
  for (const exchange of scenario) {
    const creates = exchange.request.method === 'POST' && isSuccess(exchange.response?.status);
    for (const { value, place } of valuesIn(exchange)) {
      if (value.startsWith('‹') && !tags.has(value)) tags.set(value, { exchange, place });
      if (creates && !ids.has(value) && !exchange.request.url.includes(value)) ids.set(value, { exchange, place });
    }
  }
  const isEarlier = (one: ValueSource<One> | undefined, than: One) => one !== undefined && order.get(one.exchange)! < order.get(than)!;
  const sourcesOf = (exchange: One): ReadonlyMap<string, ValueSource<One>> => {
    const named = [...new Set(requestText(exchange).match(/‹[^›|]+›/g))].map((tag) => [tag, tags.get(tag)] as const);
    const created = segmentsOf(exchange.request.url).map((segment) => [segment, ids.get(segment)] as const);
    return new Map([...named, ...created].flatMap(([value, source]) => (isEarlier(source, exchange) ? [[value, source!]] : [])));
  };
  const removals = grouped(
    scenario
      .filter(({ role }) => role === 'cleanup')
      .flatMap((one) => [...sourcesOf(one).values()].map(({ exchange }) => ({ one, exchange }))),
    ({ exchange }) => exchange,
  );
  return {
    sourcesOf,
    neededBy(exchange) {
      const needed = new Set<One>();
      const visit = (one: One) => {
        for (const { exchange: source } of sourcesOf(one).values()) {
          if (needed.has(source)) continue;
          needed.add(source);
          visit(source);
        }
      };
      visit(exchange);
      return [...needed].toSorted((one, other) => order.get(one)! - order.get(other)!);
    },
    removalsOf: (exchange) => [...new Set((removals.get(exchange) ?? []).map(({ one }) => one))],
  };
}

/** The text of a request that may contain values. */
export function requestText({ request }: Unnumbered): string {
  return [request.url, ...request.headers.map(([, value]) => value), request.body?.text ?? ''].join('\n');
}

function valuesIn({ response }: Unnumbered): readonly { readonly value: string; readonly place: SourcePlace }[] {
  const location = response?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
  const redirect = [...redirectParameters(location)].map(([name, value]) => ({ value, place: { kind: 'parameter' as const, name } }));
  return [...redirect, ...leaves(parsed(response?.body?.text ?? ''), '')].slice(0, most);
}

/** The parameters in the query and the fragment of a URL; tags stay as they are. */
export function redirectParameters(location: string): URLSearchParams {
  const [front = '', fragment = ''] = location.replace(/‹[^›]*›/g, encodeURIComponent).split('#', 2);
  const [, query = ''] = front.split('?', 2);
  return new URLSearchParams([query, fragment].filter((part) => part !== '').join('&'));
}

/** The most levels at which a body is searched: a value that a later request sends stands higher. */
const mostLevels = 50;

function leaves(value: unknown, pointer: string, level = 0): readonly { readonly value: string; readonly place: SourcePlace }[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ value: String(value), place: { kind: 'member', name: pointer } }];
  if (typeof value !== 'object' || value === null || level === mostLevels) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    leaves(part, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, level + 1),
  );
}

function segmentsOf(url: string): readonly string[] {
  const [, path = ''] = /^https?:\/\/[^/]+([^?#]*)/.exec(url) ?? [];
  return path.split('/').filter((segment) => segment.length > 2 && !segment.includes('%'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isSuccess = (status: number | undefined) => status !== undefined && status >= 200 && status < 300;
