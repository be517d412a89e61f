import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { visibleLine } from './visible.ts';

/** The place of a requirement, for tools that show it in a repository. */
export interface RepositoryPlace {
  /** With forward slashes: relative to the root of the repository, absolute for a file outside it, or a URL. */
  readonly path: string;
  readonly isRelative: boolean;
  /** From 1. */
  readonly line: number;
  readonly column: number | undefined;
}

/** Where a requirement comes from: its line in the document, or the first line for one of standards. */
export function placeIn({ document }: Pick<Result, 'document'>, basis: RequirementResult['basis']): RepositoryPlace {
  const file = basis.kind === 'contract' ? basis.file : document.source;
  const { line = 1, column } = basis.kind === 'contract' ? basis : {};
  const path = pathIn(file, document.repository);
  return { path: visibleLine(path), isRelative: !isAbsolute(path), line, column };
}

function pathIn(file: string, repository: Result['document']['repository']): string {
  if (isUrl(file)) return file;
  const path = file.replaceAll('\\', '/');
  const root = repository?.root.replaceAll('\\', '/').replace(/\/$/, '');
  if (isAbsolute(path)) return root !== undefined && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
  const parts: string[] = [];
  for (const part of [...(repository?.folder ?? '').split('/'), ...path.split('/')]) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  // A file above the root is named by its absolute path.
  const above = parts.filter((part) => part === '..').length;
  if (root === undefined || above === 0) return parts.join('/');
  return [...root.split('/').slice(0, -above), ...parts.slice(above)].join('/');
}

const isUrl = (path: string) => /^(?:https?|file):/.test(path);

const isAbsolute = (path: string) => isUrl(path) || /^(?:\/|[A-Za-z]:\/)/.test(path);
