import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../../spec/contract.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { writeBrowser } from './browser.ts';
import { createCertificates, type Certificates } from './certificates.ts';
import { serveScenario, type ServedScenario } from './serve.ts';

/** A scenario on sockets with certificates of its own. */
export interface OpenSockets {
  readonly certificates: Certificates;
  /** The path of a command that stands for a browser. */
  readonly browser: string;
  readonly served: ServedScenario;
  /** Removes the certificates. */
  remove(): Promise<void>;
}

/** Starts one scenario by itself. */
export async function openSockets(scenario: ClientScenario, contract: Contract, clientName?: string): Promise<OpenSockets> {
  const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const certificates = await createCertificates(folder, Date.now());
    const [browser, served] = await Promise.all([writeBrowser(folder), serveScenario(scenario, contract, certificates, clientName)]);
    return { certificates, browser, served, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
