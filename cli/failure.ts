/** The exit codes that scripts rely on; what each means stands in `docs/outcomes.md`. */
export const exitCodes = { good: 0, failed: 1, usage: 2, incomplete: 3, unusable: 4, baseline: 5, harness: 70, interrupted: 130 } as const;

/** Something that ends the command with an exit code and plain words, and without a stack trace. */
export class CommandFailure extends Error {
  override readonly name = 'Failure';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Wrong usage, a wrong configuration or a wrong document. */
export const usage = (message: string) => new CommandFailure(exitCodes.usage, message);
