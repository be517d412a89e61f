/**
 * Replicas of a mock: in this process, or each as a process of the command line.
 *
 * @module
 */
import { faults } from '../../mock/faults/faults.ts';
import { variants } from '../../mock/variants/variants.ts';
import type { MockOptions } from '../../mock/mock.ts';
import type { MockResponse } from '../../mock/engine/request.ts';
import { createReplica, type Replica } from '../../mock/replicas/replica.ts';
import type { Contract, Json } from '../../spec/contract.ts';
import { start, type Command } from './command.ts';

/** Some replicas in this process. */
export const replicasOf = (contract: Contract, url: string, count: number, options: MockOptions = {}): Promise<readonly Replica[]> =>
  Promise.all(
    Array.from({ length: count }, () => createReplica(contract, url, { table: { faults, variants }, explain: true, ...options })),
  );

export interface Sent {
  readonly as?: string;
  readonly form?: { readonly [name: string]: string };
  readonly json?: Json;
}

/** Sends `METHOD /target` to a replica of this process. */
export async function send(replica: Replica, request: string, { as, form, json }: Sent = {}): Promise<MockResponse> {
  const [method = '', target = ''] = request.split(' ');
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
  return replica.respond({
    method,
    target,
    headers: [
      'Host',
      'api.example',
      ...(as === undefined ? [] : ['Authorization', `Bearer ${as}`]),
      ...(body === undefined ? [] : ['Content-Type', type]),
    ],
    ...(body !== undefined && { body }),
    secure: true,
    peer: '127.0.0.1',
  });
}

/** A replica that runs as a process. */
export interface ReplicaProcess extends Command {
  /** What it printed with `--json`. */
  readonly line: ReplicaLine;
}

export interface ReplicaLine {
  /** With the base path, over plain HTTP. */
  readonly url: string;
  readonly httpUrl: string;
  readonly ca: string;
  readonly control: { readonly url: string; readonly token: string };
  readonly principals: { readonly [name: string]: { readonly secret: string; readonly account: string } };
  readonly clients: { readonly [name: string]: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string } };
  readonly people: object;
}

/** Starts a replica on free ports. */
export const startReplica = (folder: string, store: string, args: readonly string[] = []): Promise<ReplicaProcess> =>
  startMockProcess(folder, ['--log', 'json', '--store', store, ...args]);

/** Starts the mock as a process, on free ports. */
export async function startMockProcess(folder: string, args: readonly string[]): Promise<ReplicaProcess> {
  const ports = ['--port', '0', '--http-port', '0', '--control-port', '0'];
  const command = start(['mock', ...args, ...ports, '--json'], { folder });
  const stdout = await command.seen('stdout', /\n/);
  return { ...command, line: JSON.parse(stdout) };
}

/** Asks the control API of a replica. */
export async function control({ line }: ReplicaProcess, request: string, body?: object): Promise<Response> {
  const [method = '', path = ''] = request.split(' ');
  return fetch(line.control.url + path, {
    method,
    headers: { Authorization: `Bearer ${line.control.token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
}
