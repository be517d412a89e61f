import { randomBytes } from 'node:crypto';
import { createPerson } from '../../suites/playwright/consent.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import { createSession, registerSecrets, type Finding } from '../../suites/engine/session.ts';
import type { Permission, Profile } from '../../suites/engine/settings.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { withRenewal } from '../../suites/http/renewal/renewal.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import type { Result } from '../../suites/result/result.ts';
import { firstContact } from '../run/contact.ts';
import { powerOf } from '../run/power.ts';
import { withDiscovery } from '../configuration/discovery.ts';
import { prepareRun } from '../run/prepare.ts';
import { resultOf } from '../run/result.ts';
import { packageVersion } from '../version.ts';

/** The options of a conformance run from a program. Options that are left out come from the configuration file. */
export interface ConformanceOptions {
  /** Path of the configuration. Default: `auth-conformance.yaml` in the working directory, if it exists. */
  readonly configuration?: string;
  /** Path or URL of the OpenAPI document. Default: the configuration's, or else the bundled document. */
  readonly document?: string;
  /** Paths of OpenAPI Overlays, applied in order. */
  readonly overlays?: readonly string[];
  /** The server's base URL, or `mock`. */
  readonly target?: string;
  /** Requirement ids, topics or patterns with `*`. Default: all. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly profile?: Profile;
  /** The permissions of the run. Default: none, so the run does not write, exhaust quotas or expose secrets. */
  readonly allow?: readonly Permission[];
  /** Whether real waits of more than a minute are allowed. Default: false. */
  readonly slow?: boolean;
  /** Whether to run against a server that the document itself names. Default: false. */
  readonly iOwnThisTarget?: boolean;
  /** Names of faults; only with the target `mock`. */
  readonly faults?: readonly string[];
  /** Ends the run: created objects are removed, and the result is marked as interrupted. */
  readonly signal?: AbortSignal;
  /** Called with each requirement's findings as they come. */
  readonly onFinding?: (finding: Finding) => void;
}

/**
 * Checks a server in this process, without Playwright, and returns the result that `auth-conformance run` writes as `results.json`.
 *
 * @throws {CommandFailure} if the document, the configuration or an option is invalid; it has a code.
 */
export async function runConformance(options: ConformanceOptions = {}): Promise<Result> {
  const startedAt = Date.now();
  const version = packageVersion();
  const prepared = await withDiscovery(await prepareRun(argumentsOf(options), version));
  const { contract } = prepared;
  const redactor = createRedactor(randomBytes(16).toString('hex'));
  registerSecrets(redactor, prepared.settings);
  try {
    const contact = await firstContact(contract, prepared.settings, prepared.file, redactor);
    const { settings, hooks, usable, preflight } = contact;
    const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
    const played = usable ? await playAll(options) : { findings: [], scenarios: [] };
    const isInterrupted = options.signal?.aborted === true;
    return resultOf({
      contract,
      settings,
      redactor,
      schedule: planned,
      preflight,
      ...played,
      ...(usable && { power: powerOf(played.findings) }),
      startedAt,
      seconds: (Date.now() - startedAt) / 1000,
      requests: contact.requests + played.scenarios.reduce((sum, { requests }) => sum + requests, 0),
      version,
      failOn: 'must',
      allowIncomplete: false,
      interrupted: isInterrupted,
    });

    async function playAll({ signal, onFinding }: ConformanceOptions) {
      const person = createPerson(settings);
      const opened = await openTarget(settings);
      const asksPerson = settings.clients.some(({ consent }) => consent.kind === 'browser');
      const target = { ...withRenewal(opened, { settings, redactor }), ...(asksPerson && { consent: person.consent }) };
      const records = new Map<string, Promise<ScenarioRecord>>();
      const once = (name: string, play: () => Promise<ScenarioRecord>) => {
        const record = records.get(name) ?? play();
        records.set(name, record);
        return record;
      };
      const session = createSession({ contract, settings, target, redactor, startedAt, spent: contact.requests, recordings: { once } });
      const halt = () => void session.halt();
      signal?.addEventListener('abort', halt);
      try {
        const findings: Finding[] = [];
        for (const { id } of planned.requirements) {
          if (signal?.aborted) break;
          const finding = await session.judge(id);
          findings.push(finding);
          onFinding?.(finding);
        }
        const scenarios = await Promise.all(records.values());
        const cleanup = await session.cleanUp(scenarios);
        return { findings, scenarios: [...scenarios, ...(cleanup ? [cleanup] : [])] };
      } finally {
        signal?.removeEventListener('abort', halt);
        await session.halt();
        await person.close();
        await target.close();
      }
    }
  } finally {
    await prepared.close();
  }
}

function argumentsOf({ configuration, overlays = [], only = [], skip = [], allow = [], faults = [], ...options }: ConformanceOptions) {
  const { document, target, profile, slow = false, iOwnThisTarget = false } = options;
  return {
    overlay: overlays,
    only,
    skip,
    allow: allow.join(','),
    slow,
    fault: faults,
    iOwnThisTarget,
    ...(configuration !== undefined && { config: configuration }),
    ...(document !== undefined && { document }),
    ...(target !== undefined && { target }),
    ...(profile !== undefined && { profile }),
  };
}
