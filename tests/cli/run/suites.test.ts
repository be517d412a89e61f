import { expect, test } from 'vitest';
import { playwrightProcess } from '../../../cli/run/suites.ts';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { settingsFor } from '../../support/in-process.ts';

const { clients } = settingsFor(createMock(await loadContract(bundledDocument)));
const started = (settings: Parameters<typeof playwrightProcess>[0]['settings'], configuration = 'playwright.config.js') =>
  playwrightProcess({ folder: 'run', workers: 2, settings }, configuration);

test("the heap of Playwright's processes grows slowly, and is collected early", () => {
  const { args, env } = started({ clients });
  expect(args[0]).toBe('--heap-growing-percent=25');
  expect(args.slice(-2)).toEqual(['--workers', '2']);
  expect(env.fixed.NODE_OPTIONS).toMatch(/^--max-semi-space-size=4 /);
});

test("Playwright's loader for TypeScript is there only where a consent script or a source needs it", () => {
  const scripted = clients.map((client) => ({ ...client, consent: { kind: 'browser', script: 'login.ts' } as const }));
  const withoutLoader = { PW_DISABLE_TS_ESM: '1' };
  expect(started({ clients }).env.defaults).toMatchObject(withoutLoader);
  expect(started({ clients: scripted }).env.defaults).not.toMatchObject(withoutLoader);
  expect(started({ clients }, 'playwright.config.ts').env.defaults).not.toMatchObject(withoutLoader);
});
