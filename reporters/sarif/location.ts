import type { RequirementResult } from '../../suites/result/result.ts';

/** The source of a requirement in the document; for requirements of standards the whole document. */
export function sarifLocation(basis: RequirementResult['basis'], source: string, check: string) {
  const { file, line, column } = basis.kind === 'contract' ? basis : { file: source, line: undefined, column: undefined };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
    },
    logicalLocations: [{ fullyQualifiedName: check, kind: 'member' }],
  };
}

/** A path or URL as a URI reference; relative paths stay relative, for checkouts. */
function uriOf(file: string): string {
  if (/^(?:https?|file):/.test(file)) return encodeURI(file.replaceAll(/\p{Cs}/gu, '\ufffd'));
  const path = file
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Cs}/gu, '\ufffd')))
    .join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
