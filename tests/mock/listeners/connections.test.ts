import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createConnections } from '../../../mock/listeners/connections.ts';

function socket(remotePort: number): Socket {
  const made = new Socket();
  Object.defineProperties(made, { remoteAddress: { value: '192.0.2.1' }, remotePort: { value: remotePort } });
  return made;
}

test('Above the limit, the connection ends whose last response was the longest time ago', () => {
  const connections = createConnections(2);
  const [first, second, third, fourth] = [1, 2, 3, 4].map(socket);
  connections.add(first!);
  connections.add(second!);
  // The TLS socket above the first one has its address.
  const above = Object.assign(new EventEmitter(), { remoteAddress: '192.0.2.1', remotePort: 1 });
  connections.served(above, 200);
  connections.add(third!);
  expect([first, second, third].map((one) => one!.destroyed)).toEqual([false, true, false]);
  connections.served(above, 200);
  connections.add(fourth!);
  expect([first, third, fourth].map((one) => one!.destroyed)).toEqual([false, true, false]);
  connections.destroy();
});
