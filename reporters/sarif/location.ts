import type { RequirementResult } from '../../suites/result/result.ts';

/** Where a promise stands in the document; what a standard asks stands nowhere in it, and the whole document is named. */
export function locationOf(basis: RequirementResult['basis'], source: string, check: string) {
  const { file, line, column } = basis.kind === 'contract' ? basis : { file: source, line: undefined, column: undefined };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
    },
    logicalLocations: [{ fullyQualifiedName: check, kind: 'member' }],
  };
}

/** A path or URL as a URI reference: relative paths stay relative, so that they are found in a checkout. */
function uriOf(file: string): string {
  if (/^(?:https?|file):/.test(file)) return encodeURI(file.replaceAll(/\p{Cs}/gu, '\ufffd'));
  const path = file
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Cs}/gu, '\ufffd')))
    .join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
