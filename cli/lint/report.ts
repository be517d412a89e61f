import { catalogue, requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import { TOPICS, type Topic } from '../../spec/catalogue/requirement.ts';
import { defined } from '../../spec/defined.ts';
import type { Contract, Place } from '../../spec/contract.ts';
import type { Located } from '../../spec/load.ts';
import { lint } from '../../spec/lint/lint.ts';
import { documentedFeatures } from '../../spec/lint/features.ts';
import { type LintRule, SEVERITIES, type Severity } from '../../spec/lint/rule.ts';
import { checks } from '../../suites/topics/checks.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';

/** The requirements of a topic that apply, and the documented facts behind them. */
export interface TopicReport {
  readonly topic: Topic;
  readonly requirements: readonly RequirementId[];
  readonly facts: readonly { readonly statement: string; readonly places: readonly Place[] }[];
}

/** A finding for output; `rule` is the rule's id. */
export interface FindingReport extends Pick<LintRule, 'topic' | 'section' | 'severity' | 'why'> {
  readonly rule: LintRule['id'];
  readonly message: string;
  readonly meanwhile?: string;
  readonly fix: string;
  readonly yaml?: string;
  /** At least one; several if the finding applies to several parts. */
  readonly places: readonly Place[];
}

/** The report of `lint`, in the form that `--json` prints. */
export interface LintReport {
  readonly schemaVersion: 1;
  readonly document: Pick<Contract, 'title' | 'version' | 'openapi' | 'source' | 'sha256'>;
  readonly topics: readonly TopicReport[];
  readonly findings: readonly FindingReport[];
  readonly summary: { readonly [severity in Severity]: number };
  readonly exit: { readonly code: number; readonly reason: string };
}

/** The lowest severity that fails the command. */
export type FailOn = 'error' | 'warning' | 'never';

/** Examines a document; with `strict`, an error makes it unusable, as it does for every other command. */
export function reportOn({ contract, place }: Located, failOn: FailOn, strict = false): LintReport {
  const { title, version, openapi, source, sha256 } = contract;
  const findings = lint(contract, place).map(({ rule, message, fix, yaml, places }): FindingReport => {
    const { id, topic, section, severity, why, meanwhile } = rule;
    return defined({ rule: id, topic, section, severity, message, why, meanwhile, fix, yaml, places });
  });
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const summary = { error: count('error'), warning: count('warning'), note: count('note') };
  return {
    schemaVersion: 1,
    document: { title, version, openapi, source, sha256 },
    topics: topicsOf(contract, place),
    findings,
    summary,
    exit: { code: codeOf(summary, failOn, strict), reason: summaryText(summary) },
  };
}

/** The counts in words: `1 error, 2 warnings, no notes`. */
export function summaryText(summary: LintReport['summary']): string {
  return SEVERITIES.map((severity) => `${summary[severity] || 'no'} ${severity}${summary[severity] === 1 ? '' : 's'}`).join(', ');
}

function codeOf({ error, warning }: LintReport['summary'], failOn: FailOn, strict: boolean): number {
  if (strict && error > 0) return exitCodes.usage;
  const fails = failOn === 'never' ? 0 : error + (failOn === 'warning' ? warning : 0);
  return fails > 0 ? exitCodes.failed : exitCodes.good;
}

/** The topics with requirements or documented facts. */
function topicsOf(contract: Contract, place: (pointer: string) => Place): readonly TopicReport[] {
  const features = documentedFeatures(contract);
  return TOPICS.map((topic) => ({
    topic,
    requirements: requirementIds.filter((id) => catalogue[id].topic === topic && checks[id].applies(contract) === true),
    facts: features.filter((feature) => feature.topic === topic).map(({ statement, at }) => ({ statement, places: at.map(place) })),
  })).filter(({ requirements, facts }) => requirements.length + facts.length > 0);
}
