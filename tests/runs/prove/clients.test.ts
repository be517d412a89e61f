import { describe, expect, test } from 'vitest';
import { clientBugNames, clientBugs } from '../../../cli/prove/clients/bugs.ts';
import { clientRows, isProvedClient, provedClients } from '../../../cli/prove/clients/client-rows.ts';
import { clientStyleNames } from '../../../cli/prove/clients/reference-client.ts';
import { createVirtualWorld } from '../../../cli/prove/clients/virtual-world.ts';
import { turnstiles } from '../../../cli/prove/documents/turnstiles.ts';
import { clientRequirementIds } from '../../../spec/catalogue/client/client.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';

const bundled = await loadContract(bundledDocument);

describe('the clients of the proof', () => {
  test('have a bug for every requirement, and three sound ones', () => {
    const broken = new Set(clientBugNames.map((name) => clientBugs[name].breaks));
    expect(clientRequirementIds.filter((id) => !broken.has(id))).toEqual([]);
    expect(clientStyleNames.length).toBeGreaterThanOrEqual(3);
    expect(provedClients).toHaveLength(clientStyleNames.length + clientBugNames.length);
  });

  // `prove` tries all of them.
  test('fail exactly what they break, and nothing if they are sound', async () => {
    const chosen = [...clientStyleNames, 'puts-key-into-url', 'waits-a-year', 'repeats-verifier', 'polls-after-the-end'];
    const rows = await clientRows(chosen, [bundled, turnstiles()]);
    expect(rows.map(({ client, fate }) => `${client} ${fate}`)).toEqual([
      'thorough green',
      'minimal green',
      'queueing green',
      'puts-key-into-url killed',
      'waits-a-year killed',
      'repeats-verifier killed',
      'polls-after-the-end killed',
    ]);
    expect(rows.every((row) => isProvedClient(row, true))).toBe(true);
  });

  test('have no device flow to break in a document without one', async () => {
    const [row] = await clientRows(['polls-after-the-end'], [bundled]);
    expect(row?.fate).toBe('not-applicable');
    expect([isProvedClient(row!, true), isProvedClient(row!, false)]).toEqual([false, true]);
  });
});

describe('virtual time', () => {
  test('moves only when everything waits, and wakes in order', async () => {
    const { now, sleep, until } = createVirtualWorld();
    const began = now();
    const woken: string[] = [];
    const wait = async (name: string, milliseconds: number) => {
      await sleep(milliseconds);
      woken.push(`${name} ${now() - began}`);
    };
    await until(Promise.all([wait('late', 3_600_000), wait('early', 10), wait('soon', 0)]), 7_200_000);
    expect(woken).toEqual(['soon 0', 'early 10', 'late 3600000']);
  });

  test('ends at the limit', async () => {
    const { now, sleep, until } = createVirtualWorld();
    const began = now();
    expect(await until(sleep(5000), 1000)).toBeUndefined();
    expect(now() - began).toBe(1000);
  });
});
