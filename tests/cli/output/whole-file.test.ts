import { lstat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeReports } from '../../../cli/output/reports.ts';
import { writeWhole } from '../../../cli/output/whole-file.ts';
import { resultOf } from '../../reporters/builder.ts';
import { filesOf, folderWith } from '../../support/command.ts';

/** A folder in which whatever is written to this file finds no space. */
async function fullFor(name: string) {
  const made = await folderWith({ [name]: 'of an earlier run' });
  await symlink('/dev/full', join(made.folder, `${name}.part`));
  return made;
}

test('on a full disk, an earlier file stays whole', async () => {
  const { folder, remove } = await fullFor('results.json');
  await expect(writeWhole(join(folder, 'results.json'), 'of this run')).rejects.toThrow('ENOSPC');
  expect(await filesOf(folder)).toEqual({ 'results.json': 'of an earlier run' });
  await remove();
});

test('a link stays a link: the file that it leads to is replaced, and a device is written to', async () => {
  const { folder, remove } = await folderWith({ real: 'of an earlier run' });
  const [link, device] = [join(folder, 'link'), join(folder, 'device')];
  await symlink(join(folder, 'real'), link);
  await symlink('/dev/null', device);
  await Promise.all([link, device].map((path) => writeWhole(path, 'of this run')));
  for (const path of [link, device]) expect((await lstat(path)).isSymbolicLink()).toBe(true);
  expect(await filesOf(folder)).toEqual({ real: 'of this run' });
  await remove();
});

test('reports on a full disk end the run with 70', async () => {
  const { folder, remove } = await fullFor('junit.xml');
  await expect(writeReports(resultOf([]), folder, ['json', 'junit'])).rejects.toMatchObject({
    exit: 70,
    code: 'output/unwritable',
  });
  expect(Object.keys(await filesOf(folder)).toSorted()).toEqual(['junit.xml', 'results.json']);
  await remove();
});
