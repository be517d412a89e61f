/**
 * What stands between this machine and the target: headers for a gateway, a proxy, a pace, certificates.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Contract } from '../../spec/contract.ts';
import { parseWindow } from '../../spec/quotas.ts';
import type { GatewayHeader, ProxySettings, Settings } from '../../suites/engine/settings.ts';
import { misconfigured } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import type { Secrets } from './reference.ts';
import { hasOddCharacters } from './schema.ts';

type Gateway = Pick<Settings, 'headers' | 'proxy' | 'pace' | 'tls'>;

/**
 * Reads these settings.
 *
 * @param usesTls - whether any server is reached over HTTPS; otherwise a client certificate is not read, because it is never sent
 * @throws {CommandFailure} with exit code 2 if a value is missing or unusable
 */
export async function gatewayOf(
  file: ConfigurationFile,
  contract: Contract,
  secrets: Secrets,
  environment: NodeJS.ProcessEnv,
  usesTls: boolean,
): Promise<Gateway> {
  const { headers, pace } = file.values;
  const window = pace === undefined ? undefined : parseWindow(pace);
  const proxy = await proxyOf(file, secrets, environment);
  return {
    ...(headers && { headers: await headersOf(headers, file, contract, secrets) }),
    ...(proxy && { proxy }),
    ...(window && { pace: { requests: window.limit, seconds: window.seconds } }),
    tls: await trust(file, usesTls),
  };
}

/** Headers that belong to the message itself. */
const reserved = new Set(['accept', 'connection', 'content-length', 'content-type', 'te', 'transfer-encoding', 'upgrade']);

function headersOf(
  headers: NonNullable<ConfigurationFile['values']['headers']>,
  file: ConfigurationFile,
  { schemes }: Contract,
  secrets: Secrets,
): Promise<readonly GatewayHeader[]> {
  return Promise.all(
    Object.entries(headers).map(async ([name, source]) => {
      const key = `headers.${name}`;
      const rejected = (why: string) => misconfigured(`${file.where(key) ?? 'configuration'}: ${key}: ${why}`);
      if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw rejected('expected the name of a header');
      const scheme = schemes.find(
        ({ kind, parameter }) => kind !== 'query' && kind !== 'cookie' && parameter.toLowerCase() === name.toLowerCase(),
      );
      if (scheme) throw rejected(`it carries the credential of ${scheme.name}: configure a principal instead (principals)`);
      if (reserved.has(name.toLowerCase())) throw rejected('each request sets it itself');
      const value = typeof source === 'string' ? source : await secrets.read(source, key);
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw rejected('its value has characters that a header cannot have');
      return { name, value, secret: typeof source !== 'string' };
    }),
  );
}

async function proxyOf(file: ConfigurationFile, secrets: Secrets, environment: NodeJS.ProcessEnv): Promise<ProxySettings | undefined> {
  const { proxy } = file.values;
  if (proxy === false) return undefined;
  const rejected = (name: string, why: string) => misconfigured(`${name}: ${why}`);
  const checked = (value: string, name: string) => {
    const url = /^[a-z]+:\/\//i.test(value) ? value : `http://${value}`;
    if (hasOddCharacters(url) || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw rejected(name, 'expected the URL of an HTTP proxy');
    return url;
  };
  if (proxy !== undefined) {
    const place = `${file.where('proxy') ?? 'configuration'}: proxy`;
    const url = checked(typeof proxy === 'string' ? proxy : await secrets.read(proxy, 'proxy'), place);
    return { http: url, https: url, except: [] };
  }
  const variable = (name: string) => {
    const found = [name.toLowerCase(), name].find((spelling) => (environment[spelling] ?? '') !== '');
    return found === undefined ? undefined : { found, value: environment[found]! };
  };
  const named = (name: string) => {
    const set = variable(name);
    return set && checked(set.value, set.found);
  };
  const [http, https] = [named('HTTP_PROXY'), named('HTTPS_PROXY')];
  if (http === undefined && https === undefined) return undefined;
  const except = (variable('NO_PROXY')?.value ?? '').split(/[\s,]+/).filter((pattern) => pattern !== '');
  return { ...(http !== undefined && { http }), ...(https !== undefined && { https }), except };
}

async function trust(file: ConfigurationFile, usesTls: boolean): Promise<Settings['tls']> {
  const { ca, cert, key, insecure = false } = file.values.tls ?? {};
  if ((cert === undefined) !== (key === undefined)) {
    const [given, missing] = cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    throw misconfigured(`${file.where(`tls.${given}`)}: tls.${given}: needs tls.${missing} too`);
  }
  const authority = ca === undefined ? undefined : await pem(file, 'ca', ca, /-----BEGIN CERTIFICATE-----/, 'certificate');
  if (cert === undefined || key === undefined || !usesTls) return { ...authorityOf(authority), insecure };
  const [own, secret] = [
    await pem(file, 'cert', cert, /-----BEGIN CERTIFICATE-----/, 'certificate'),
    await pem(file, 'key', key, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'private key'),
  ];
  return { ...authorityOf(authority), insecure, client: { cert: own.text, certFile: own.path, key: secret.text, keyFile: secret.path } };
}

interface PemFile {
  readonly text: string;
  readonly path: string;
}

const authorityOf = (file: PemFile | undefined) => (file ? { ca: file.text, caFile: file.path } : {});

async function pem({ path, where }: ConfigurationFile, key: string, name: string, content: RegExp, what: string): Promise<PemFile> {
  const file = resolve(path === undefined ? '.' : dirname(path), name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined || !content.test(text)) {
    throw misconfigured(`${where(`tls.${key}`)}: tls.${key}: ${name} ${text === undefined ? 'cannot be read' : `contains no PEM ${what}`}`);
  }
  return { text, path: file };
}
