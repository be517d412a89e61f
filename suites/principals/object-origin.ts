import type { Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Details } from '../words/word.ts';
import type { Principals } from './principals.ts';
import { collectionOf } from './test-resources.ts';

/** Who read the object of a response, who made it, and on which accounts, for the words; nothing if the operation names no object. */
export function objectOrigin(
  reading: Evidence,
  exchanges: readonly Evidence[],
  { contract, principals }: { readonly contract: Contract; readonly principals: Principals },
): Details {
  const operation = contract.operations.find(({ id }) => id === reading.operation);
  const collection = operation && operation.path.includes('{') ? collectionOf(contract, operation) : undefined;
  if (!operation || !collection) return {};
  const named = decodeURIComponent(new URL(reading.request.url).pathname).split('/');
  const isNamed = (id: string) => named.includes(id);
  const making = exchanges.findLast((exchange) => exchange.operation === collection.create && idsIn(exchange).some(isNamed));
  const accountOf = (name: string | undefined) => principals.all.find((principal) => principal.name === name)?.account ?? '';
  return {
    reader: reading.principal ?? '',
    readerAccount: accountOf(reading.principal),
    ...(making && { maker: making.principal ?? '', makerAccount: accountOf(making.principal) }),
  };
}

/** Texts of a response that may be the id of the object that it created. */
function idsIn({ reply }: Evidence): readonly string[] {
  if (!reply || reply.status >= 300) return [];
  const location = headerValue(reply.headers, 'location')?.split('/').at(-1);
  const values = [...reply.body.matchAll(/:\s*(?:"([^"\\]+)"|(\d+))/g)].map(([, text, number]) => text ?? number!);
  return location === undefined ? values : [location, ...values];
}
