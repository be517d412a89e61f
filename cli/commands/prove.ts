import { faultNames } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import { unknownName } from '../../spec/suggestion.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { usage } from '../failure.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import { printExit } from '../output/streams.ts';
import { provedClients } from '../prove/clients/client-rows.ts';
import { proofDocuments } from '../prove/documents.ts';
import { matrixFormats, type MatrixFormat } from '../prove/formats/formats.ts';
import type { KillMatrix, Proposal } from '../prove/kill-matrix.ts';
import { killMatrix } from '../prove/matrix.ts';

export interface ProveCommand extends DocumentArguments {
  readonly fault: readonly string[];
  readonly variant: readonly string[];
  /** Clients of the proof. */
  readonly client: readonly string[];
  readonly format: MatrixFormat;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Runs the suites against the conformant mock, every fault and every variant, and prints the results. */
export async function prove(command: ProveCommand): Promise<number> {
  const { json, format, quiet } = command;
  const matrix = await measured(await proposalOf(command), quiet);
  process.stdout.write(matrixFormats[json ? 'json' : format](matrix));
  return matrix.proved ? printExit(exitCodes.good, 'proved') : printExit(exitCodes.failed, 'not proved');
}

/** What to prove: everything, or the named faults and variants; with the given document, or those of the package. */
async function proposalOf(command: ProveCommand): Promise<Proposal> {
  const { document, overlay, fault, variant, client } = command;
  checkNames('--fault', 'the name of a fault', fault, faultNames, 'prove without --fault lists all faults');
  checkNames('--variant', 'the name of a variant', variant, variantNames, 'prove without --variant lists all variants');
  checkNames('--client', 'the name of a client of the proof', client, provedClients, 'prove without --client lists all clients');
  const contract = await openDocument(command);
  const whole = document === undefined && overlay.length === 0;
  const all = fault.length + variant.length + client.length === 0;
  return {
    contracts: whole ? [contract, ...proofDocuments()] : [contract],
    whole,
    faults: all ? faultNames : fault,
    variants: all ? variantNames : variant,
    clients: all ? provedClients : client,
  };
}

function checkNames(option: string, what: string, given: readonly string[], names: readonly string[], advice: string): void {
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined) throw usage(`${option}: ${unknownName(what, unknown, names)}; ${advice}`);
}

/** Computes the matrix, prints progress, and measures the time. */
async function measured(proposal: Proposal, quiet: boolean): Promise<KillMatrix> {
  const { contracts, faults = [], variants = [], clients = [] } = proposal;
  const say = (text: string) => void (quiet || process.stderr.write(text));
  const moving = process.stderr.isTTY && !process.env['CI'];
  const all = faults.length + variants.length + clients.length;
  const startedAt = Date.now();
  say(
    `Proving ${faults.length} faults, ${variants.length} variants and ${clients.length} clients with ${contracts.map(({ title }) => title).join(', ')}\n`,
  );
  const matrix = await killMatrix(proposal, (done) => {
    if (moving) say(`\r\u001b[K${done}/${all}`);
    else if (done % 20 === 0) say(`${done} of ${all}\n`);
  });
  if (moving) say('\r\u001b[K');
  const finishedAt = Date.now();
  const date = new Date(finishedAt).toISOString().slice(0, 10);
  return { ...matrix, measured: { date, seconds: Math.ceil((finishedAt - startedAt) / 1000) } };
}
