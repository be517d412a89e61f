import type { Exchange } from '../../suites/result/result.ts';
import { shorten } from '../digest/visible.ts';
import { BODY } from './evidence.ts';

type Headers = Exchange['request']['headers'];
type Body = Exchange['request']['body'];

/** A request and its response, folded. */
export function ExchangeView({ exchange }: { readonly exchange: Exchange }) {
  const { id, role, request, response, trouble, milliseconds, principal, connection, startedAt, curl, repeated, scenario } = exchange;
  const facts = [
    `scenario ${scenario}`,
    startedAt,
    [connection.scheme, connection.tls].filter((part) => part !== undefined).join(', '),
    connection.remote === undefined ? undefined : `to ${connection.remote}`,
    connection.local === undefined ? undefined : `from ${connection.local}`,
    repeated === undefined ? undefined : `represents ${repeated} more similar requests`,
  ].filter((fact) => fact !== undefined && fact !== '');
  return (
    <details class="exchange">
      <summary>
        <span class="badge">{role}</span>{' '}
        <code>
          {request.method} {request.url}
        </code>{' '}
        → <strong>{response?.status ?? 'no response'}</strong>{' '}
        <span class="soft">
          {principal ?? 'no credential'}, {milliseconds.toFixed(0)} ms, exchange {id}
        </span>
      </summary>
      <p class="soft">{facts.join(' · ')}</p>
      {trouble !== undefined && <p class="open">{trouble}</p>}
      <div class="pair">
        <Message title="Request" start={`${request.method} ${request.url}`} headers={request.headers} body={request.body} />
        {response && <Message title="Response" start={String(response.status)} headers={response.headers} body={response.body} />}
      </div>
      <Curl line={curl} />
    </details>
  );
}

/** A curl command for a request, with a copy button. */
export function Curl({ line }: { readonly line: string }) {
  return (
    <div class="curl">
      <pre tabindex={0} aria-label="Command line">
        {line}
      </pre>
      <button type="button" data-copy hidden>
        Copy
      </button>
    </div>
  );
}

interface MessageProps {
  readonly title: string;
  readonly start: string;
  readonly headers: Headers;
  readonly body: Body;
}

function Message({ title, start, headers, body }: MessageProps) {
  const lines = [start, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return (
    <div>
      <h5>{title}</h5>
      <pre tabindex={0} aria-label={title}>
        {lines}
        {body && body.text !== '' && `\n\n${shorten(body.text, BODY)}`}
      </pre>
      {body && (
        <p class="soft">
          Body of {body.bytes} bytes{body.cut ? ', cut' : ''}, sha256 <code>{body.sha256.slice(0, 16)}</code>
        </p>
      )}
    </div>
  );
}
