import { exitCodes } from '../../suites/result/exit-code.ts';
import type { CheckResult, RequirementResult, Result } from '../../suites/result/result.ts';
import type { Format } from '../format.ts';
import { isUndecided } from '../gathering/outcome.ts';
import { inlineCode, plainText } from '../markdown/text.ts';
import { source } from '../digest/digest.ts';
import { sarifLocation } from './location.ts';

/**
 * SARIF 2.1.0, for code scanning: a rule for each requirement, a result for each failed check and each undecided requirement, at the source of
 * the requirement in the document. Failures that a baseline accepts are suppressed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif: Format = { name: 'sarif', file: 'results.sarif', render: renderSarif };

/** The version changes when equal failures get other fingerprints. */
const fingerprintName = 'authConformanceCheck/v1';

const accepted = { kind: 'external' as const, status: 'accepted' as const, justification: 'accepted by the baseline' };

const levels = { MUST: 'error', SHOULD: 'warning', MAY: 'note' } as const;

function renderSarif(result: Result): string {
  return `${JSON.stringify(logOf(result), undefined, 2)}\n`;
}

/** The whole file as data; tests check it against the types of SARIF. */
export function logOf(result: Result) {
  return { version: '2.1.0' as const, $schema: 'https://json.schemastore.org/sarif-2.1.0.json', runs: [runOf(result)] };
}

function runOf(result: Result) {
  const { requirements, harness, startedAt, seconds, exit, verdict, profile, target, document } = result;
  // Either every result says whether it is suppressed, or none does.
  const hasSuppressions = requirements.some(({ checks }) => checks.some(({ excused }) => excused === true));
  return {
    tool: { driver: { name: 'auth-conformance', version: harness.version, rules: requirements.map(ruleOf) } },
    invocations: [
      {
        executionSuccessful: exit.code !== exitCodes.harness && exit.code !== exitCodes.interrupted,
        startTimeUtc: startedAt,
        endTimeUtc: new Date(Date.parse(startedAt) + seconds * 1000).toISOString(),
        exitCode: exit.code,
        exitCodeDescription: exit.reason,
      },
    ],
    columnKind: 'utf16CodeUnits' as const,
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository, or else the working directory of the run.' } } },
    results: requirements.flatMap((requirement, ruleIndex) => [
      ...requirement.checks.filter(({ outcome }) => outcome === 'fail').map((check) => failure(check, requirement, ruleIndex)),
      ...(isUndecided(requirement) ? [open(requirement, ruleIndex)] : []),
    ]),
    properties: { verdict, profile, target, sha256: document.sha256 },
  };

  function failure(check: CheckResult, requirement: RequirementResult, ruleIndex: number) {
    const { id, reason = 'violated', where, expected, observed, fingerprint, excused } = check;
    const details = [
      ...(where === undefined ? [] : [`at ${where}`]),
      ...(expected === undefined ? [] : [`expected ${expected}`]),
      ...(observed === undefined ? [] : [`observed ${observed}`]),
    ];
    return {
      ruleId: requirement.id,
      ruleIndex,
      kind: 'fail' as const,
      level: levels[requirement.level],
      message: { text: `${requirement.title}: ${[reason, ...details].join('; ')}` },
      locations: [sarifLocation(result, requirement.basis, id)],
      partialFingerprints: { [fingerprintName]: fingerprint ?? id },
      ...(hasSuppressions && { suppressions: excused === true ? [accepted] : [] }),
      properties: { check: id, exchanges: check.exchanges },
    };
  }

  /** An undecided requirement. */
  function open(requirement: RequirementResult, ruleIndex: number) {
    const { id, basis, title, outcome, reason, checks } = requirement;
    const why = reason ?? checks.find(isUndecided)?.reason;
    return {
      ruleId: id,
      ruleIndex,
      kind: 'open' as const,
      level: 'none' as const,
      message: { text: `${title}: undecided (${outcome}${why === undefined ? '' : `: ${why}`})` },
      locations: [sarifLocation(result, basis, id)],
      partialFingerprints: { [fingerprintName]: id },
      ...(hasSuppressions && { suppressions: [] }),
    };
  }
}

function ruleOf({ id, title, demand, level, score, severity, topic, basis, guidance }: RequirementResult) {
  const { place, pointer } = source(basis);
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: basis.kind === 'contract' ? demand : `${demand} ${basis.reference}` },
    help: {
      text: [`${demand} Source: ${place}.`, guidance?.why, guidance?.fix, `More: auth-conformance explain ${id}`]
        .filter((part) => part !== undefined)
        .join(' '),
      markdown: [
        plainText(demand),
        `**Source**: ${inlineCode(place)}${pointer === undefined ? '' : ` ${inlineCode(pointer)}`}`,
        ...(guidance === undefined
          ? []
          : [
              `**Why it matters**: ${plainText(guidance.why)}`,
              `**A failure means**: ${plainText(guidance.failure)}`,
              `**How to fix it**: ${plainText(guidance.fix)}`,
            ]),
        `More: ${inlineCode(`auth-conformance explain ${id}`)}`,
      ].join('\n\n'),
    },
    defaultConfiguration: { level: levels[level] },
    properties: {
      tags: ['authentication', topic, score],
      precision: 'high',
      ...(severity === 'critical' && { 'security-severity': '9.0' }),
    },
  };
}
