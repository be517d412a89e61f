import type { Evidence } from '../engine/evidence.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Settings } from '../engine/settings.ts';

/** Headers that curl sets by itself. */
const implied = new Set(['user-agent', 'content-length']);

/** An exchange's request as a command line that a shell runs, each secret a variable. */
export function curlOf({ request }: Evidence, redactor: Pick<Redactor, 'shell'>, { tls }: Pick<Settings, 'tls'>): string {
  const lines = request.headers.flatMap((name, index) => {
    if (index % 2 === 1 || implied.has(name.toLowerCase())) return [];
    const value = request.headers[index + 1]!;
    return [`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`];
  });
  const parts = [
    'curl -i',
    ...(request.method === 'GET' && request.body === undefined ? [] : [`-X ${request.method}`]),
    ...(request.from === undefined ? [] : [`--interface ${quoted(request.from)}`]),
    ...(tls.insecure ? ['-k'] : tls.caFile !== undefined ? [`--cacert ${quoted(tls.caFile)}`] : []),
    ...lines,
    ...(request.body === undefined ? [] : [`--data-raw ${quoted(request.body)}`]),
    '--path-as-is',
    quoted(request.url),
  ];
  return redactor.shell(parts.join(' '));
}

/** In double quotes, so that variables are filled in where secrets were. */
function quoted(text: string): string {
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
