import type { Contract, DocumentedResponse, Operation } from './contract.ts';

/** The documented response of an operation for a status: its own, else that of its range, else the default. */
export function responseFor({ responses, limited }: Operation, status: number): DocumentedResponse | undefined {
  if (limited.documented && limited.status === status) return limited;
  return (
    responses.find((response) => response.range === undefined && response.status === status) ??
    responses.find(({ range }) => range === `${Math.floor(status / 100)}XX`) ??
    responses.find(({ range }) => range === 'default')
  );
}

/** Whether an operation declares a header in its response with a status. */
export function declaresHeader(operation: Operation | undefined, status: number, name: string): boolean {
  const response = operation && responseFor(operation, status);
  return response?.headers.some((header) => header.name.toLowerCase() === name.toLowerCase()) === true;
}

/**
 * Whether a response must have a rate-limit header: where the document declares it, and everywhere if the extension names it. A 403 may be decided
 * before requests are counted, and has it only where it is declared.
 */
export function demandsRateHeader({ rateLimit }: Contract, operation: Operation | undefined, status: number, name: string): boolean {
  return declaresHeader(operation, status, name) || (rateLimit.stated && status !== 403);
}
