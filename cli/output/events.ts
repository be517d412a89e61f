import { closeSync, openSync, writeSync } from 'node:fs';
import { judge } from '../../reporters/gathering/outcome.ts';
import type { Schedule } from '../../suites/engine/schedule.ts';
import type { FindingLine, LimitLine, WaitLine } from '../../suites/playwright/reporter.ts';
import type { Outcome, PreflightResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { usage } from '../failure.ts';

/** A requirement that has just been judged. A baseline is applied only to the result. */
export interface FindingEvent extends Omit<FindingLine, 'outcome'> {
  readonly level: RequirementResult['level'];
  readonly outcome: Outcome;
}

/** What a run reports while it runs: first `begin` and `preflight`, then `plan`, `wait`, `limit` and `finding`, and `end` last. */
export type RunEvent =
  | (Pick<Result, 'schemaVersion' | 'target' | 'profile'> & {
      readonly event: 'begin';
      readonly document: string;
      readonly harness: string;
    })
  | (PreflightResult & { readonly event: 'preflight' })
  | { readonly event: 'plan'; readonly requirements: number; readonly requests: number; readonly seconds: number }
  | WaitLine
  | LimitLine
  | FindingEvent
  | (Pick<Result, 'verdict' | 'exit'> & { readonly event: 'end' });

/** The output of `--events`. */
export interface Events {
  /** Writes an event as a line of JSON, at once. */
  write(event: RunEvent): void;
  close(): void;
}

/**
 * Opens the output of `--events`.
 *
 * @param path - a file, which is replaced; `-` for standard output; undefined for none
 * @throws {CommandFailure} with exit code 2 if the file cannot be written
 */
export function openEvents(path: string | undefined): Events {
  if (path === undefined) return { write() {}, close() {} };
  const descriptor = path === '-' ? undefined : opened(path);
  return {
    write(event) {
      const { event: name, ...members } = event;
      const line = `${JSON.stringify({ event: name, at: new Date().toISOString(), ...members })}\n`;
      if (descriptor === undefined) process.stdout.write(line);
      else writeSync(descriptor, line);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function opened(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw usage(`--events: cannot write to ${path}: ${error instanceof Error ? error.message : String(error)}`, 'output/unwritable');
  }
}

/** A finding of a worker with its level and outcome. */
export function findingEvent({ outcome, ...line }: FindingLine, { requirements }: Schedule, profile: Result['profile']): FindingEvent {
  const level = requirements.find(({ id }) => id === line.requirement)?.level ?? 'MUST';
  return { ...line, level, outcome: outcome ?? judge(line.checks, profile).outcome };
}
