import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { placeIn } from '../digest/place.ts';

/** The source of a requirement in the document; for requirements of standards its first line. */
export function sarifLocation(result: Pick<Result, 'document'>, basis: RequirementResult['basis'], check: string) {
  const { path, isRelative, line, column } = placeIn(result, basis);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriReference(path), ...(isRelative && { uriBaseId: '%SRCROOT%' }) },
      region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
    },
    logicalLocations: [{ fullyQualifiedName: check, kind: 'member' }],
  };
}

/** A path or URL as a URI reference; relative paths stay relative, for checkouts. */
function uriReference(path: string): string {
  if (/^(?:https?|file):/.test(path)) return encodeURI(path);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace('%3A', ':')}`;
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
