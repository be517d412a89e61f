import { callScenarios } from './calls.ts';
import { retryScenarios } from './retries.ts';
import type { ClientScenario } from './scenario.ts';
import { deviceScenarios, signInScenarios } from './sign-in.ts';

/** All scenarios, in the order of the list. */
export const clientScenarios: readonly ClientScenario[] = [...callScenarios, ...retryScenarios, ...signInScenarios, ...deviceScenarios];

/** The scenario with a name; undefined if there is none. */
export const clientScenarioNamed = (name: string): ClientScenario | undefined => clientScenarios.find((scenario) => scenario.name === name);
