import type { Argv } from 'yargs';
import { environmentOptions, mockVariables } from './environment.ts';
import { documentOptions, namesOption } from './options.ts';

/** Options of the mock. */
export function mockOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .config(environmentOptions(process.env, mockVariables))
    .option('port', { type: 'number', requiresArg: true, default: 4010, describe: 'HTTPS port (0: any free port)' })
    .option('http-port', { type: 'number', requiresArg: true, default: 4011, describe: 'Plain HTTP port' })
    .option('control-port', {
      type: 'number',
      requiresArg: true,
      default: 4012,
      describe: 'Port of the control API, test hooks and probes',
    })
    .option('control-host', {
      type: 'string',
      requiresArg: true,
      default: '127.0.0.1',
      describe: 'Address of the control API; others can reach it, and try tokens, unless it is loopback',
    })
    .option('control-token', { type: 'string', requiresArg: true, describe: 'Bearer token of the control API (default: a random one)' })
    .option('control', { type: 'boolean', default: true, describe: 'Serve the control API (--no-control to disable)' })
    .option('host', { type: 'string', requiresArg: true, default: '127.0.0.1', describe: 'Address to listen on' })
    .option('fault', namesOption('Enable these faults (comma-separated or repeated)'))
    .option('explain', { type: 'boolean', default: false, describe: 'Explain each decision in the header X-Mock-Decision' })
    .option('tls-cert', { type: 'string', requiresArg: true, describe: 'PEM certificate (default: a generated test CA)' })
    .option('tls-key', { type: 'string', requiresArg: true, describe: 'PEM private key of the certificate' })
    .option('tls-dir', {
      type: 'string',
      requiresArg: true,
      describe: 'Folder that keeps the test CA, so that it has to be trusted once (see the command ca)',
    })
    .option('name', {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe: 'Further host name or IP address of the certificate (repeatable)',
    })
    .option('plain', { type: 'boolean', default: false, describe: 'Serve plain HTTP like HTTPS, for tools that cannot trust a CA' })
    .option('seed', { type: 'string', requiresArg: true, describe: 'Seed for generated secrets and ids' })
    .option('consent', {
      choices: ['automatic', 'page'] as const,
      default: 'automatic' as const,
      describe: 'OAuth consent: redirect at once, or show a consent page',
    })
    .option('origin', {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe: 'Origin whose pages may send cookies, besides localhost and *.test (repeatable)',
    })
    .option('credential', {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe: 'Credential of a principal, as NAME=VALUE, instead of a generated one (repeatable)',
    })
    .option('client', {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe: 'OAuth client, as NAME=ID or NAME=ID:SECRET, instead of a generated id and secret (repeatable)',
    })
    .option('accept', {
      choices: ['known', 'any'] as const,
      default: 'known' as const,
      describe: 'Accept only known credentials, or any',
    })
    .option('files', {
      type: 'string',
      requiresArg: true,
      describe: 'Write to this folder: ca.pem, and secrets.env with the variables of the curl lines in reports',
    })
    .option('watch', {
      type: 'boolean',
      default: false,
      describe: 'Reload the document when it changes, and keep keys, quotas, clock and journal',
    })
    .option('store', {
      type: 'string',
      requiresArg: true,
      describe:
        'Share all state with other replicas in Redis or Valkey: redis://HOST, redis+cluster://HOST,HOST, redis+sentinel://HOST/GROUP or redis+unix:///PATH',
    })
    .option('workers', {
      type: 'number',
      requiresArg: true,
      default: 1,
      describe:
        'Processes that serve requests as one mock; they share their state in --store, or in a private redis-server of this machine',
    })
    .option('log', {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'json: log each response and each change of state to standard error, without secrets',
    })
    .option('json', { type: 'boolean', default: false, describe: 'Print one line of JSON when the mock is ready' })
    .option('quiet', { type: 'boolean', default: false, describe: 'Do not list what the document leaves open and the mock assumes' });
}
