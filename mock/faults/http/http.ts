import type { Faults } from '../fault.ts';
import { httpFieldsFaults } from './fields.ts';
import { httpMethodsFaults } from './methods.ts';
import { httpRoutesFaults } from './routes.ts';

export const httpFaults = { ...httpMethodsFaults, ...httpFieldsFaults, ...httpRoutesFaults } as const satisfies Faults;
