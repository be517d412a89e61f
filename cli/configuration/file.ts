import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { LineCounter, isCollection, isMap, isPair, isScalar, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import { shorten } from '../../reporters/digest/visible.ts';
import { memberNames } from '../../spec/extension/schema.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { misconfigured } from '../failure.ts';
import { configurationSchema, type Configuration } from './schema.ts';
import { yamlProblem } from './yaml-problem.ts';

/** A configuration and the locations of its keys. */
export interface ConfigurationFile {
  /** The path of the file; undefined without a file. */
  readonly path?: string;
  readonly values: Configuration;
  /** The location of a key such as `principals.reader.secret`, or of its nearest existing parent: `auth-conformance.yaml:12:5`. */
  where(key: string): string | undefined;
}

/** The longest name in a message, in characters. */
const longestName = 80;

/** The configuration without a file. */
export const noFile: ConfigurationFile = { values: {}, where: () => undefined };

/**
 * Reads a configuration file.
 *
 * @throws {CommandFailure} with exit code 2; lists every mistake with its line and column
 */
export async function readConfiguration(path: string): Promise<ConfigurationFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw misconfigured(`${path}: cannot read the configuration (${error.code ?? error.message}): give the path of a file with --config`);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [syntax] = document.errors;
  if (syntax) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw misconfigured(`${basename(path)}:${line}:${col}: ${yamlProblem(syntax)}`);
  }
  const where = (keys: readonly PropertyKey[]) => {
    const { line, col } = lines.linePos(offsetOf(document, keys));
    return `${basename(path)}:${line}:${col}`;
  };
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key) && !(isScalar(key) && key.value === '__proto__')) return;
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      throw misconfigured(`${basename(path)}:${line}:${col}: ${isScalar(key) ? '__proto__' : 'a mapping or a list'} cannot be a name`);
    },
  });
  const outcome = configurationSchema.safeParse(valuesOf(document, basename(path)) ?? {});
  if (!outcome.success) {
    const problems = outcome.error.issues.flatMap((issue) => explain(issue, document, where));
    throw misconfigured(problems.join('\n'));
  }
  return { path, values: outcome.data, where: (key) => where(key.split('.')) };
}

/** The values of a file; an alias may have no anchor, or too many of them. */
function valuesOf(document: Document, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw misconfigured(`${name}:1:1: ${yamlProblem(error)}`);
  }
}

/** The offset of a key, or of its nearest existing parent. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of keys) {
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key));
    if (!pair || !isScalar(pair.key)) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}

function explain(issue: z.core.$ZodIssue, document: Document, where: (keys: readonly PropertyKey[]) => string): readonly string[] {
  const name = issue.path.map((key) => shorten(String(key), longestName)).join('.') || 'the configuration';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = suggestion(key, memberNames(configurationSchema, issue.path));
      return `${where([...issue.path, key])}: ${name}: unknown member "${shorten(key, longestName)}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
    });
  }
  const value = document.getIn(issue.path, true);
  if (value === undefined || (isScalar(value) && value.value === null)) return [`${where(issue.path)}: ${name}: is missing`];
  const isLiteral = isScalar(value) && /(?:secret|token|code|password)$/i.test(String(issue.path.at(-1)));
  if (isLiteral) {
    return [
      `${where(issue.path)}: ${name}: expected a reference such as { env: NAME }, got a literal value: keep secrets out of this file`,
    ];
  }
  const meant = issue.code === 'invalid_union' ? meantOf(issue) : [];
  if (meant.length > 0) return meant.flatMap((one) => explain(one, document, where));
  return [`${where(issue.path)}: ${name}: ${issue.message}`];
}

/** The mistakes of a value that matches no alternative, if it is clear which one was meant. */
function meantOf({ errors, path }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  const fitting = errors.filter((issues) => issues.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'));
  const unknown = fitting.map((issues) => issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [])));
  const keys = unknown[0]?.filter((key) => unknown.every((others) => others.includes(key))) ?? [];
  if (keys.length > 0) return [{ code: 'unrecognized_keys', keys, path, message: '' }];
  const near = fitting.filter((issues) => issues.every((issue) => issue.path.length > 0));
  return near.length === 1 ? near[0]!.map((issue) => ({ ...issue, path: [...path, ...issue.path] })) : [];
}
