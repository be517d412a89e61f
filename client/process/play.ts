/**
 * Plays scenarios with a command, several at the same time.
 *
 * @module
 */
import type { Contract } from '../../spec/contract.ts';
import type { PlayedScenario } from '../judge.ts';
import type { ClientEnding } from '../journal.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { givenTo } from '../stage/given.ts';
import { writeBrowser } from './browser.ts';
import { createCertificates } from './certificates.ts';
import { runCommand, type CommandLine } from './command.ts';
import { environmentOf } from './environment.ts';
import { serveScenario } from './serve.ts';

export interface CommandPlay {
  readonly contract: Contract;
  readonly scenarios: readonly ClientScenario[];
  readonly command: CommandLine;
  /** Further variables of the user. */
  readonly mapped: { readonly [name: string]: string };
  /** The OAuth client of the document. */
  readonly clientName?: string;
  readonly limitSeconds: number;
  /** How many scenarios are played at the same time. */
  readonly workers: number;
  /** A folder for certificates. */
  readonly folder: string;
  readonly signal: AbortSignal;
  onPlayed(name: string, count: number): void;
}

/** The observations by scenario. After an interruption, those of the scenarios that were played or under way. */
export async function playWithCommand(play: CommandPlay): Promise<ReadonlyMap<string, PlayedScenario>> {
  const { scenarios, workers, folder, signal, onPlayed } = play;
  const [certificates, browser] = await Promise.all([createCertificates(folder, Date.now()), writeBrowser(folder)]);
  const interrupted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const played = new Map<string, PlayedScenario>();
  const waiting = [...scenarios];
  const work = async () => {
    for (let scenario = waiting.shift(); scenario !== undefined && !signal.aborted; scenario = waiting.shift()) {
      const { setting, stage, addresses, close } = await serveScenario(scenario, play.contract, certificates, play.clientName);
      try {
        const given = givenTo(scenario, setting, stage.secrets, addresses);
        const environment = environmentOf({ given, ca: certificates.ca, browser, mapped: play.mapped });
        const endings: ClientEnding[] = [];
        for (let run = 1; run <= (scenario.runs ?? 1) && !signal.aborted; run += 1) {
          stage.nextRun();
          const options = { environment, limitMs: play.limitSeconds * 1000, settled: stage.settled, interrupted };
          endings.push(await runCommand(play.command, options));
        }
        played.set(scenario.name, {
          observation: { scenario: scenario.name, requests: [...stage.requests()], endings },
          secrets: stage.secrets,
        });
        onPlayed(scenario.name, played.size);
      } finally {
        await close();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, scenarios.length) }, work));
  return played;
}
