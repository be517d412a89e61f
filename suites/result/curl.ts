import type { Evidence } from '../engine/evidence.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Settings } from '../engine/settings.ts';
import { proxyFor, proxyName } from '../http/proxy.ts';

/** Headers that curl sets by itself. */
const implied = new Set(['user-agent', 'content-length']);

/** An exchange's request as a command line that a shell runs, each secret a variable: that of the configuration, if it names one. */
export function curlOf(
  { request }: Evidence,
  redactor: Pick<Redactor, 'shell'>,
  { tls, proxy, variables }: Pick<Settings, 'tls' | 'proxy' | 'variables'>,
): string {
  const lines = request.headers.flatMap((name, index) => {
    if (index % 2 === 1 || implied.has(name.toLowerCase())) return [];
    const value = request.headers[index + 1]!;
    return [`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`];
  });
  // The target may be no path: that of OPTIONS * follows the port.
  const origin = /^https?:\/\/(?:\[[^\]]*\]|[^/?#*:]*)(?::\d+)?/.exec(request.url)?.[0];
  const through = origin === undefined ? undefined : proxyFor(proxy, origin);
  const parts = [
    'curl -i',
    ...(request.method === 'GET' && request.body === undefined ? [] : [methodOption(request)]),
    ...(request.from === undefined ? [] : [`--interface ${quoted(request.from)}`]),
    ...(tls.insecure ? ['-k'] : tls.caFile !== undefined ? [`--cacert ${quoted(tls.caFile)}`] : []),
    ...clientCertificate(request, tls),
    ...(request.digest === undefined ? [] : [`--digest -u ${quoted(request.digest)}`]),
    ...(through === undefined ? [] : [`--proxy ${quoted(proxyName(through))}`]),
    ...lines,
    ...(request.body === undefined ? [] : [`--data-raw ${quoted(request.body)}`]),
    '--path-as-is',
    ...addressOf(request.url, origin),
  ];
  return withVariables(redactor.shell(parts.join(' ')), variables);
}

/** The certificate of a principal is a secret with its key; a shell such as Bash passes it as a file. */
function clientCertificate({ certificate }: Evidence['request'], { client }: Settings['tls']): readonly string[] {
  if (certificate !== undefined) return ['--cert', '--key'].map((option) => `${option} <(printf %s ${quoted(certificate)})`);
  return client === undefined ? [] : [`--cert ${quoted(client.certFile)}`, `--key ${quoted(client.keyFile)}`];
}

/** With another method of this name, curl waits for the body that a response to HEAD lacks. */
const methodOption = ({ method, body }: Evidence['request']) => (method === 'HEAD' && body === undefined ? '--head' : `-X ${method}`);

/** The URL; a target that is no path, as that of `OPTIONS *`, is an option of its own. */
function addressOf(url: string, origin: string | undefined): readonly string[] {
  const rest = url.slice(origin?.length ?? 0);
  return origin === undefined || /^(?:$|[/?#])/.test(rest) ? [quoted(url)] : [`--request-target ${quoted(rest)}`, quoted(`${origin}/`)];
}

/** A shell text with the variables that the configuration names. A forged token is made of the variable of its original. */
export function withVariables(shell: string, variables: Settings['variables'] = {}): string {
  return shell.replace(
    /(?<=\$\{?)([A-Z][A-Z0-9_]*?)(_FORGED)?(?![A-Z0-9_])/g,
    (_, name: string, forged = '') => `${variables[name] ?? name}${forged}`,
  );
}

/** In double quotes, so that variables are filled in where secrets were. */
function quoted(text: string): string {
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
