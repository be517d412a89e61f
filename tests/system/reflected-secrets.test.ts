/**
 * Servers that hand back what they were sent, in every place and every spelling: nothing of it gets into anything that a run writes.
 *
 * @module
 */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { staging } from '../cli/staging.ts';
import { call, filesOf } from '../support/command.ts';
import { leaksIn, reflecting, secretOf } from '../support/reflecting.ts';
import { seeds } from '../support/seeds.ts';
import { serve, speaking } from '../support/servers.ts';

const contract = await loadContract(bundledDocument);
const principals = ['reader', 'writer', 'deleter', 'other', 'revoked', 'office'];
const clients = ['app', 'phone'];

describe('what a server hands back', () => {
  test.for(seeds)('is in nothing that a run writes (%i)', { timeout: 120_000 }, async (seed) => {
    const at = await serve(speaking(reflecting(seed)));
    onTestFinished(at.close);
    const site = await staging(contract, {
      principals,
      clients,
      at,
      configuration: 'allow: { writes: true, burn: true, destructive: true }',
    });
    onTestFinished(site.close);
    const names = Object.keys(site.environment).filter((name) => site.environment[name] !== '');
    const environment = Object.fromEntries(names.map((name, index) => [name, secretOf(seed * 100 + index)]));
    const args = ['run', '--config', 'staging.yaml', '--max-requests', '700', '--max-seconds', '30', '--profile', 'full'];
    const ended = await call(args, { folder: site.folder, environment });
    expect([1, 3], ended.stderr.slice(-600)).toContain(ended.code);
    const files = await filesOf(join(site.folder, 'auth-conformance-report'));
    expect(Object.keys(files).length).toBeGreaterThan(4);
    const texts: readonly (readonly [string, string])[] = [...Object.entries(files), ['stdout', ended.stdout], ['stderr', ended.stderr]];
    expect(leaksIn(texts, environment)).toEqual([]);
    expect(texts.filter(([, text]) => text.includes('‹')).length).toBeGreaterThan(2);
  });
});
