import { join } from 'node:path';
import { expect, test } from 'vitest';
import { XMLValidator } from 'fast-xml-parser';
import { leaksOf } from '../../../cli/output/leaks.ts';
import { fileFormats, writeReports } from '../../../cli/output/reports.ts';
import { formats } from '../../../reporters/formats.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { withoutSecrets } from '../../../suites/redaction/result.ts';
import { resultSchema, type Result } from '../../../suites/result/result.ts';
import { check, recorded, resultOf } from '../../reporters/builder.ts';
import { encodings } from '../../suites/redaction/encodings.ts';
import { filesOf, folderWith } from '../../support/command.ts';

const secret = `sk_live_4eC39"HqLy+jWD<arjtT1/zdp7dc=`;

/** A failed run whose server sent a text in this header, in this body and in this status line, and whose check says it. */
function runWith(text: string): Result {
  const response = {
    status: 200,
    headers: [['X-Echo', text] satisfies [string, string]],
    body: { text, bytes: text.length, sha256: '0'.repeat(64), cut: false },
  };
  const failed = check('credentials/missing/listThings', 'fail', {
    reason: 'unexpected header',
    observed: text,
    exchanges: ['one'],
  });
  return resultOf([{ requirement: 'credentials/missing', checks: [failed] }], { exchanges: [recorded('one', 1, { response })] });
}

const leaks = (result: Result, value: string, file: string, text: string) => leaksOf(result, [{ name: 'reader', value }])(file, text);

/** They show no headers, or no value that was received at all. */
const withoutValues = new Set(['junit', 'sarif', 'markdown', 'badge', 'shields']);

test.each(fileFormats)('a secret in the report %s is found as a reader of it would find it', (name) => {
  for (const encode of [
    'as it is',
    'in a URL',
    'in Base64',
    'in Base64 between characters',
    'in hexadecimal digits',
    'as JSON',
    'reversed',
  ]) {
    const result = runWith(encodings[encode]!(secret));
    const { file = '', render, files } = formats.find((format) => format.name === name)!;
    const found = [{ file, text: render(result) }, ...(files?.(result) ?? [])].flatMap((one) => leaks(result, secret, one.file, one.text));
    if (!withoutValues.has(name)) expect(found, encode).toContain('reader');
    const clean = runWith('nothing');
    expect(leaks(clean, secret, file, render(clean))).toEqual([]);
  }
});

test('a report with a secret is removed, and the run ends with 70', async () => {
  const { folder, remove } = await folderWith();
  await expect(writeReports(runWith(secret), folder, ['json'], [{ name: 'reader', value: secret }])).rejects.toMatchObject({
    exit: 70,
    message: expect.stringContaining(`${join(folder, 'results.json')} contained a secret (reader)`),
  });
  expect(await filesOf(folder)).toEqual({});
  await remove();
});

test.each(['testcase', 'exchanges', 'outcome', 'reader', 'inconclusive', '123456'])('the secret %s breaks no report', async (value) => {
  const redactor = createRedactor('key');
  redactor.add({ name: 'ada', value, shell: '$ADA' });
  const result = resultSchema.parse(withoutSecrets(runWith(redactor.redact(`it was ${value}.`)), redactor));
  const { folder, remove } = await folderWith();
  await writeReports(result, folder, fileFormats, redactor.secrets());
  const files = await filesOf(folder);
  expect(resultSchema.parse(JSON.parse(files['results.json']!))).toEqual(result);
  expect(XMLValidator.validate(files['junit.xml']!)).toBe(true);
  expect(JSON.parse(files['evidence.har']!)).toHaveProperty('log.entries');
  expect(result.requirements[0]!.checks[0]!.observed).toMatch(/^it was ‹ada#[0-9a-f]{4}›\.$/);
  await remove();
});
