import type { Exchange } from '../../../suites/result/result.ts';
import { grouped } from '../../digest/grouped.ts';
import { Message } from './message.tsx';

/** The fragment of an exchange in the page. */
export const exchangeAnchor = (id: number) => `exchange-${id}`;

/** A request and its response, folded. */
export function ExchangeView({ exchange }: { readonly exchange: Exchange }) {
  return (
    <details class="exchange" id={exchangeAnchor(exchange.id)}>
      <summary>
        <ExchangeLine exchange={exchange} />
      </summary>
      <p class="soft">{factsOf(exchange).join(' · ')}</p>
      <Messages exchange={exchange} />
    </details>
  );
}

/** An exchange in one line. */
function ExchangeLine({ exchange: { id, role, request, response, principal, milliseconds } }: { readonly exchange: Exchange }) {
  return (
    <>
      <span class="soft number">{id}</span> <strong>{response?.status ?? 'none'}</strong>{' '}
      <code>
        {request.method} {pathOf(request.url)}
      </code>{' '}
      <span class="soft">{principal ?? 'no credential'}</span> <span class="soft">{role}</span>{' '}
      <span class="soft number">{milliseconds.toFixed(0)} ms</span>
    </>
  );
}

const pathOf = (url: string) => url.replace(/^https?:\/\/[^/?#]*(?=[/?#])/, '');

function factsOf({ scenario, startedAt, connection, repeated, traceparent }: Exchange): readonly string[] {
  return [
    `scenario ${scenario}`,
    startedAt,
    [connection.scheme, connection.tls].filter((part) => part !== undefined).join(', '),
    ...(connection.remote === undefined ? [] : [`to ${connection.remote}`]),
    ...(connection.local === undefined ? [] : [`from ${connection.local}`]),
    ...(repeated === undefined ? [] : [`represents ${repeated} more similar requests`]),
    ...(traceparent === undefined ? [] : [`traceparent ${traceparent}`]),
  ].filter((fact) => fact !== '');
}

/** A request and its response side by side, with what is wrong marked. */
export function Messages({ exchange, where }: { readonly exchange: Exchange; readonly where?: string | undefined }) {
  const { request, response, trouble } = exchange;
  const isOfRequest = where?.startsWith('$request') === true;
  return (
    <>
      {trouble !== undefined && <p class="open">{trouble}</p>}
      <div class="messages">
        <Message
          title="Request"
          start={`${request.method} ${request.url}`}
          headers={request.headers}
          body={request.body}
          where={isOfRequest ? where : undefined}
        />
        {response && (
          <Message
            title="Response"
            start={String(response.status)}
            headers={response.headers}
            body={response.body}
            where={isOfRequest ? undefined : where}
          />
        )}
        <Curl line={exchange.curl} />
      </div>
    </>
  );
}

/** `200 for control GET /things as reader`. */
const summaryOf = ({ role, request, response, principal }: Exchange) =>
  `${response?.status ?? 'no response'} for ${role} ${request.method} ${pathOf(request.url)} as ${principal ?? 'nobody'}:`;

/** How many exchanges are listed without a fold. */
const few = 6;

/** Links to exchanges of the page: those with the same request and status together. */
export function ExchangeLinks({ exchanges, label }: { readonly exchanges: readonly Exchange[]; readonly label: string }) {
  if (exchanges.length === 0) return null;
  const links = <Links exchanges={exchanges} />;
  if (exchanges.length > few) {
    return (
      <details class="links">
        <summary>
          {label} ({exchanges.length})
        </summary>
        <p class="soft">{links}</p>
      </details>
    );
  }
  return (
    <p class="soft links">
      {label}: {links}
    </p>
  );
}

function Links({ exchanges }: { readonly exchanges: readonly Exchange[] }) {
  return (
    <>
      {[...grouped(exchanges, summaryOf)].map(([summary, some], index) => (
        <>
          {index > 0 && '; '}
          {summary}{' '}
          {some.map(({ id }, place) => (
            <>
              {place > 0 && ', '}
              <a href={`#${exchangeAnchor(id)}`}>{id}</a>
            </>
          ))}
        </>
      ))}
    </>
  );
}

/** A curl command for a request, with a copy button. */
export function Curl({ line }: { readonly line: string }) {
  return (
    <div class="curl">
      <p class="label">Repeat it with curl</p>
      <pre tabindex={0} aria-label="Command line">
        {line}
      </pre>
      <button type="button" data-copy hidden>
        Copy
      </button>
    </div>
  );
}
