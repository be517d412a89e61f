/**
 * Measures one document, in a process of its own: prints what came of it as a line of JSON.
 *
 * @module
 */
import { dirname } from 'node:path';
import { createMock } from '../../mock/create.ts';
import { inProcessTarget, judgeAll, sessionFor, settingsFor, stillMock } from '../../cli/prove/in-process.ts';
import { catalogue } from '../../spec/catalogue/catalogue.ts';
import { lint } from '../../spec/lint/lint.ts';
import { DocumentError } from '../../spec/loading/problem.ts';
import { locateContract } from '../../spec/load.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { requestFor } from '../../suites/http/request.ts';
import type { Measured } from './measured.ts';

const path = process.argv[2]!;
/** The first error, without the folder, and how many there are. */
const reasonOf = ({ message, problems }: DocumentError) =>
  `${problems.length} errors: ${message.split('\n')[0]!.replaceAll(`${dirname(path)}/`, '')}`;
const processorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const began = processorSeconds();

console.log(JSON.stringify(await measure()));

async function measure(): Promise<Measured> {
  const loaded = await locateContract(path).catch((error: unknown) => {
    if (error instanceof DocumentError) return error;
    throw error;
  });
  if (loaded instanceof DocumentError) return { starts: false, refused: reasonOf(loaded) };
  const { contract, place } = loaded;
  const findings = lint(contract, place);
  createMock(contract);
  const startSeconds = processorSeconds() - began;
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const settings = settingsFor(mock);
  const principals = createPrincipals(contract, settings);
  let served = 0;
  for (const operation of contract.operations) {
    const [principal] = principals.able(operation);
    const caller = principal && principals.caller(principal, operation);
    const { reply } = await target.send(requestFor(settings, operation, { ...(caller && { caller }) }));
    if (reply !== undefined && reply.status < 400) served += 1;
  }
  const judged = (await judgeAll(sessionFor(stillMock(contract)))).flatMap(({ requirement, checks }) => {
    const outcomes = new Set(checks.map(({ outcome }) => outcome));
    const outcome = (['error', 'fail', 'inconclusive', 'blocked'] as const).find((bad) => outcomes.has(bad));
    return catalogue[requirement].level === 'MUST' && outcome !== undefined ? [{ requirement, outcome }] : [];
  });
  const named = (...outcomes: readonly string[]) =>
    judged.filter(({ outcome }) => outcomes.includes(outcome)).map(({ requirement }) => requirement);
  return {
    starts: true,
    operations: contract.operations.length,
    served,
    lintErrors: findings.filter(({ rule }) => rule.severity === 'error').length,
    startSeconds,
    seconds: processorSeconds() - began,
    megabytes: process.resourceUsage().maxRSS / 1024,
    crashed: named('error'),
    failed: named('fail'),
    undecided: named('inconclusive', 'blocked'),
  };
}
