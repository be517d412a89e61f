import { bearer } from '../credential.ts';
import { ownDocument, unlimited } from '../documents.ts';
import { compared, duel } from '../duel.ts';
import type { Lab } from '../lab.ts';
import { atLeast, type Line } from '../line.ts';
import { prepareLoad } from '../load.ts';
import type { Row } from '../row.ts';

async function measure(lab: Lab): Promise<readonly Line[]> {
  const document = await lab.write('rivals.json', unlimited(await ownDocument()));
  const mock = await lab.mock(document);
  const testCase = { method: 'GET', target: '/conversations', headers: { Authorization: bearer(mock, { has: 'read' }) } };
  const whole = await prepareLoad(lab.folder, 'rivals-mock', [{ ...testCase, target: mock.basePath + testCase.target }]);
  const bare = await prepareLoad(lab.folder, 'rivals-prism', [testCase]);
  const silent = await lab.prism(document, '-v', 'silent');
  const usual = await lab.prism(document);
  const [ours, quiet, chatty] = await duel(
    [
      { name: 'mock', running: mock.running, origin: mock.plain, load: whole },
      { name: 'prism -v silent', running: silent.running, origin: silent.origin, load: bare },
      { name: 'prism', running: usual.running, origin: usual.origin, load: bare },
    ],
    lab.effort,
  );
  return [...compared(ours!, quiet!, { work: atLeast(7) }), ...compared(ours!, chatty!, { work: atLeast(20) })];
}

/** The mock beside Prism's, over plain HTTP, which is all that Prism serves. */
export const rivals: Row = { name: 'prism', description: 'the mock beside Prism’s, over plain HTTP by the same document', measure };
