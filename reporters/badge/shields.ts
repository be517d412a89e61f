import type { Result } from '../../suites/result/result.ts';
import type { Format } from '../format.ts';
import { badgeText } from './summary.ts';

/**
 * The JSON that the endpoint badge of shields.io reads from a URL.
 *
 * @see https://shields.io/badges/endpoint-badge
 */
export const shields: Format = { name: 'shields', file: 'badge.json', render: renderShields };

function renderShields(result: Result): string {
  const { label, message, colour } = badgeText(result);
  const isError = result.verdict === 'non-conformant';
  return `${JSON.stringify({ schemaVersion: 1, label, message, color: colour, isError }, undefined, 2)}\n`;
}
