/** How long a schema may be applied to one value, in milliseconds. */
export const schemaTimeMs = 250;

/** Whether a function ended in time. */
type Bounded<Result> = { readonly ended: true; readonly result: Result } | { readonly ended: false };

type Run = (run: () => void) => void;

/** Runs a function with the time limit of Node's scripts, which also ends regular expressions; browsers have none, so there it just runs. */
function createRun(): Run {
  const vm = globalThis.process?.getBuiltinModule?.('node:vm');
  if (vm === undefined) return (run) => run();
  const context = vm.createContext({ run: undefined });
  const script = new vm.Script('run()');
  return (run) => {
    context['run'] = run;
    script.runInContext(context, { timeout: schemaTimeMs });
  };
}

let timed: Run | undefined;

/** Runs a synchronous function for at most `schemaTimeMs`; once more if it did not end, as a busy machine or its first use can take that long. */
export function runBounded<Result>(run: () => Result): Bounded<Result> {
  const first = attempt(run);
  return first.ended ? first : attempt(run);
}

function attempt<Result>(run: () => Result): Bounded<Result> {
  timed ??= createRun();
  let outcome: Bounded<Result> = { ended: false };
  try {
    timed(() => {
      outcome = { ended: true, result: run() };
    });
  } catch (cause) {
    if (!(typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')) throw cause;
  }
  return outcome;
}
