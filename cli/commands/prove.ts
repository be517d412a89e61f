import { faultNames } from '../../mock/faults/faults.ts';
import { variantNames } from '../../mock/variants/variants.ts';
import { bundledDocument, readContract } from '../../spec/bundled.ts';
import { unknownName } from '../../spec/suggestion.ts';
import { exitCodes, usage } from '../failure.ts';
import { proofDocuments } from '../prove/documents.ts';
import { killMatrix } from '../prove/matrix.ts';
import { describeMatrix } from '../prove/text.ts';

export interface ProveCommand {
  readonly document?: string | undefined;
  readonly overlay: readonly string[];
  readonly fault: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Holds the suites against the mock, sound and with every fault, and prints what each fault turned red. */
export async function prove({ document, overlay, fault, json, quiet }: ProveCommand): Promise<number> {
  const unknown = fault.find((name) => !faultNames.includes(name));
  if (unknown !== undefined) {
    throw usage(`--fault: ${unknownName('the name of a fault', unknown, faultNames)}; docs/faults.md lists them all`);
  }
  const contract = await readContract(document ?? bundledDocument, { overlays: overlay });
  const whole = document === undefined && overlay.length === 0;
  const contracts = whole ? [contract, ...proofDocuments()] : [contract];
  const names = fault.length > 0 ? fault : faultNames;
  const chosen = fault.length > 0 ? [] : variantNames;
  const all = names.length + chosen.length;
  const say = (text: string) => void (quiet || process.stderr.write(text));
  const moving = process.stderr.isTTY && !process.env['CI'];
  const startedAt = Date.now();
  say(`Proving ${names.length} faults and ${chosen.length} variants by ${contracts.map(({ title }) => title).join(', ')}\n`);
  const found = await killMatrix({ contracts, whole, faults: names, variants: chosen }, (done) => {
    if (moving) say(`\r\u001b[K${done}/${all}`);
    else if (done % 20 === 0) say(`${done} of ${all}\n`);
  });
  const finishedAt = Date.now();
  const measured = { date: new Date(finishedAt).toISOString().slice(0, 10), seconds: Math.ceil((finishedAt - startedAt) / 1000) };
  const matrix = { ...found, measured };
  if (moving) say('\r\u001b[K');
  process.stdout.write(json ? `${JSON.stringify(matrix, undefined, 2)}\n` : describeMatrix(matrix));
  const code = matrix.proved ? exitCodes.good : exitCodes.failed;
  process.stderr.write(`exit ${code}: ${matrix.proved ? 'proved' : 'not proved'}\n`);
  return code;
}
