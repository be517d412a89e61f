import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { commandOutput } from '../../../../suites/http/renewal/command.ts';

test('A command gives what it prints, without the last line break', async () => {
  expect(await commandOutput("printf 'a key\\n'", tmpdir())).toEqual({ value: 'a key' });
  expect(await commandOutput('exit 3', tmpdir())).toEqual({ problem: 'the command failed (exit code 3); run it yourself to see why' });
  expect(await commandOutput('true', tmpdir())).toEqual({ problem: 'the command printed nothing' });
});

test('A command that waits for input gets none', async () => {
  expect(await commandOutput('read -r key && printf "$key"', tmpdir())).toMatchObject({
    problem: expect.stringMatching(/^the command failed/),
  });
});

test.each(['sleep 60', 'sleep 60 & wait'])('A command that does not end is stopped with what it started: %s', async (command) => {
  expect(await commandOutput(command, tmpdir(), 50)).toEqual({
    problem: 'the command did not end within 0.05 s and was stopped; nothing can be typed, its standard input is closed',
  });
});
