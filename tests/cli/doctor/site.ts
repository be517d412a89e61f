/**
 * A mock as somebody else's server, and a configuration for it that a test can spoil.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { vi } from 'vitest';
import { doctor } from '../../../cli/commands/doctor.ts';
import type { DoctorReport } from '../../../cli/doctor/report.ts';
import { createMock, type Mock, type MockOptions } from '../../../mock/create.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { PreflightResult } from '../../../suites/result/result.ts';
import { folderWith } from '../../support/command.ts';
import { misconducts, serve } from '../../support/servers.ts';

/** A configuration before it is written down; tests change members at will. */
export interface Draft {
  target: string;
  httpTarget?: string;
  oauthTarget?: string;
  document?: string;
  hooks?: { url: string; token: { env: string } };
  tls?: { ca?: string; insecure?: boolean };
  principals: Record<string, Record<string, unknown>>;
  clients?: Record<string, Record<string, unknown>>;
  allow: { writes?: boolean; burn?: boolean; destructive?: boolean };
  budget?: { requests?: number; seconds?: number };
}

export interface Examined {
  readonly code: number;
  readonly report: DoctorReport;
  /** Lines that are not well, by the key that each names, without its place in the file. */
  readonly bad: { readonly [key: string]: PreflightResult };
  /** All that was printed. */
  readonly printed: string;
  /** Of the configuration that was examined. */
  readonly path: string;
}

export interface Site {
  readonly mock: Mock;
  readonly folder: string;
  /** Every secret that the configuration refers to. */
  readonly secrets: readonly string[];
  /** Examines the server by the configuration, after a change. */
  examined(change?: (draft: Draft) => void, flags?: { readonly json?: boolean }): Promise<Examined>;
  close(): Promise<void>;
}

let sites = 0;

export async function siteOf(contract: Contract, options: MockOptions = {}): Promise<Site> {
  const mock = createMock(contract, options);
  const { url, httpUrl, ca, control, close } = await mock.listen();
  const { folder, remove } = await folderWith();
  sites += 1;
  const site = sites;
  const secretOf = (name: string, value: string) => {
    const variable = `STAGING_${site}_${name.toUpperCase().replaceAll('-', '_')}_KEY`;
    vi.stubEnv(variable, value);
    return { env: variable };
  };
  const principals = Object.entries(mock.principals).map(([name, { secret, account, plan, scopes, state, from, expendable }]) => [
    name,
    { secret: secretOf(name, secret), account, ...(plan !== undefined && { plan }), scopes, state, ...(from && { from }), expendable },
  ]);
  const clients = Object.entries(mock.clients).map(([name, { clientId, clientSecret, redirectUris, account, plan, scopes, from }]) => [
    name,
    {
      clientId,
      ...(clientSecret !== undefined && { clientSecret: secretOf(name, clientSecret) }),
      ...(redirectUris[0] !== undefined && { redirectUri: redirectUris[0] }),
      account,
      ...(plan !== undefined && { plan }),
      scopes,
      ...(from && { from }),
    },
  ]);
  const draft = (): Draft =>
    structuredClone({
      ...(contract.source.endsWith('spec/openapi.yaml') ? {} : { document: resolve(contract.source) }),
      target: url,
      httpTarget: httpUrl,
      hooks: { url: control!.url, token: secretOf('hooks', control!.token) },
      tls: { ca },
      principals: Object.fromEntries(principals),
      ...(clients.length > 0 && { clients: Object.fromEntries(clients) }),
      allow: { writes: true, burn: true, destructive: true },
      budget: { requests: 100_000 },
    });
  let number = 0;
  return {
    mock,
    folder,
    secrets: [
      ...Object.values(mock.principals).map(({ secret }) => secret),
      ...Object.values(mock.clients).flatMap(({ clientSecret }) => clientSecret ?? []),
      control!.token,
    ],
    async examined(change = () => {}, { json = true } = {}) {
      const changed = draft();
      change(changed);
      number += 1;
      const path = join(folder, `staging-${number}.yaml`);
      await writeFile(path, stringify(changed));
      const written = { stdout: '', stderr: '' };
      const stream = (name: keyof typeof written) => ({ write: (text: string) => void (written[name] += text) });
      const code = await doctor(
        { config: path, json, quiet: false, overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false },
        { stdout: stream('stdout'), stderr: stream('stderr') },
      );
      const report: DoctorReport = json ? JSON.parse(written.stdout) : { lines: [] };
      const unwell = report.lines.filter(({ outcome }) => outcome !== 'pass');
      const bad = Object.fromEntries(unwell.map((line) => [(line.configuration ?? line.id).replace(/ \(.*\)$/, ''), line]));
      return { code, report, bad, printed: written.stdout + written.stderr, path };
    },
    close: async () => void (await Promise.all([close(), remove()])),
  };
}

/** Leaves only what a test is about, so that little is asked. */
export const only =
  (names: readonly string[], change: (draft: Draft) => void = () => {}) =>
  (draft: Draft) => {
    for (const name of Object.keys(draft.principals)) if (!names.includes(name)) delete draft.principals[name];
    for (const name of Object.keys(draft.clients ?? {})) if (!names.includes(name)) delete draft.clients?.[name];
    change(draft);
  };

/** A port that nobody listens at. */
export async function closedPort(): Promise<string> {
  const served = await serve(misconducts.closes);
  await served.close();
  return served.https;
}
