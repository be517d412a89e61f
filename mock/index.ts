/**
 * The mock server.
 *
 * @module
 */

/**
 * Creates a mock that behaves as the contract documents.
 *
 * @example
 * const mock = createMock(await loadContract('openapi.yaml'));
 * const response = await mock.fetch('https://api.example.com/v1/things');
 */
export { assembleWithSockets as createMock } from './sockets.ts';

export { loadDocument as loadContract } from './document.ts';
export { DocumentError } from '../spec/loading/problem.ts';
export type { Contract, Json, JsonObject } from '../spec/contract.ts';
export type { PrincipalState } from '../spec/principals.ts';
export type { HeaderList } from '../spec/message.ts';
export type { LoadOptions } from '../spec/loading/bundled.ts';
export type { Cause } from './engine/cause.ts';
export type { ConsentMode } from './engine/environment.ts';
export type { ListenerTraits } from './engine/parts.ts';
export type { ProblemStatus } from './compile/problem.ts';
export type { IncomingRequest, MockRequest, MockResponse } from './engine/request.ts';
export type { FaultTable } from './faults/fault.ts';
export type { ControlHook, Listening, ListenOptions } from './listeners/listening.ts';
export type { OwnClient, OwnCredentials } from './state/own.ts';
export type { Mock, MockOptions, MockPrincipal } from './mock.ts';
export type { MockClient, MockPerson } from './oauth/management/register.ts';
export type { Clock } from './state/clock.ts';
export type { JournalEntry } from './state/journal.ts';
export type { Signing } from './state/jwt.ts';
export type { MintShape } from './state/shape.ts';
export type { ScriptedAnswer } from './script/script.ts';
