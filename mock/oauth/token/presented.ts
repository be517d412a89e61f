/**
 * Steps that check the presented code or token.
 *
 * @module
 */
import type { EndpointContext, Presented, Step } from '../endpoint-context.ts';
import { reject } from '../reply.ts';

type Kind = Presented['grant']['kind'];
type GrantOf<K extends Kind> = Extract<Presented['grant'], { readonly kind: K }>;

const isOf = <K extends Kind>(grant: Presented['grant'], kind: K): grant is GrantOf<K> => grant.kind === kind;

/** A step that checks a code or token of one kind. */
export function checkingPresented<K extends Kind>(
  kind: K,
  name: string,
  check: (exchange: EndpointContext, grant: GrantOf<K>, handle: string) => EndpointContext,
): Step {
  return {
    name,
    pass(exchange) {
      const { presented } = exchange;
      return presented && isOf(presented.grant, kind) ? check(exchange, presented.grant, presented.handle) : exchange;
    },
  };
}

/** Rejects another client's code or token with the same error as an unknown one. */
export function ofItsClient(kind: Kind, description: string): Step {
  return checkingPresented(kind, `${kind}-of-client`, (exchange, { client, namespace }) =>
    client === exchange.client?.name && namespace === exchange.namespace ? exchange : reject(exchange, 'invalid_grant', description),
  );
}
