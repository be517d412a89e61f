import type { Exchange } from '../../../suites/result/result.ts';
import { shorten } from '../../digest/visible.ts';
import { BODY } from '../evidence.ts';
import { jsonLines } from './json-lines.ts';

interface MessageProps {
  readonly title: string;
  readonly start: string;
  readonly headers: Exchange['request']['headers'];
  readonly body: Exchange['request']['body'];
  /** The place that is wrong: `$statusCode`, `$response.header.Retry-After`, `$response.body#/error/code`. */
  readonly where?: string | undefined;
}

interface Line {
  /** The name of a header. */
  readonly label?: string;
  readonly text: string;
  readonly wrong: boolean;
}

/** A request or response as text, with the lines marked that are wrong. */
export function Message({ title, start, headers, body, where = '' }: MessageProps) {
  const header = /\.header\.([^#]+)/.exec(where)?.[1]?.toLowerCase();
  const pointer = /\.body(?:#(.*))?$/.exec(where);
  const lines: readonly Line[] = [
    { text: start, wrong: where === '$statusCode' },
    ...headers.map(([name, value]) => ({ label: `${name}: `, text: value, wrong: name.toLowerCase() === header })),
    ...(header !== undefined && !headers.some(([name]) => name.toLowerCase() === header) ? [{ text: `(no ${header})`, wrong: true }] : []),
    ...(body && body.text !== '' ? [{ text: '', wrong: false }, ...bodyLines(body, pointer ? (pointer[1] ?? '') : undefined)] : []),
  ];
  return (
    <div class={title.toLowerCase()}>
      <p class="label">{title}</p>
      <pre tabindex={0} aria-label={title}>
        {lines.map(({ label, text, wrong }, index) => (
          <>
            {index > 0 && '\n'}
            {wrong ? (
              <mark>
                {label}
                {text}
              </mark>
            ) : (
              <>
                {label !== undefined && <i>{label}</i>}
                {text}
              </>
            )}
          </>
        ))}
      </pre>
      {body && (
        <p class="soft size">
          {body.bytes} bytes{body.cut ? ', cut' : ''}, sha256 <code>{body.sha256.slice(0, 12)}</code>
        </p>
      )}
    </div>
  );
}

/** A body line by line: JSON with indentation if it is complete and short enough. */
function bodyLines({ text, cut }: NonNullable<MessageProps['body']>, wrong: string | undefined) {
  const lines = cut || text.length > BODY ? undefined : jsonLines(text);
  if (!lines) return [{ text: shorten(text, BODY), wrong: wrong === '' }];
  const isWrong = (pointer: string) => wrong !== undefined && wrong !== '' && (pointer === wrong || pointer.startsWith(`${wrong}/`));
  const marked = lines.map(({ text: line, pointer }) => ({ text: line, wrong: isWrong(pointer) }));
  const isMissing = wrong !== undefined && wrong !== '' && !marked.some((line) => line.wrong);
  return isMissing ? [...marked, { text: `(nothing at ${wrong})`, wrong: true }] : marked;
}
