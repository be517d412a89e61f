import { test as base, expect } from '@playwright/test';
import { createMock, loadContract, type Mock } from 'auth-conformance';

const app = 'https://app.example/';

/** Tests with a mock of their own that answers what the page sends to the API. */
const test = base.extend<{ readonly mock: Mock }>({
  mock: async ({ context }, use) => {
    const contract = await loadContract('../header-key/openapi.yaml');
    const mock = createMock(contract);
    await context.route(`${new URL(contract.servers[0]!.url).origin}/**`, async (route) => {
      const request = route.request();
      const response = await mock.fetch(request.url(), {
        method: request.method(),
        headers: await request.allHeaders(),
        body: request.postData(),
      });
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
    });
    await context.route(app, (route) => route.fulfill({ path: 'app.html' }));
    await use(mock);
  },
});

test('the page lists the specimens', async ({ page, mock }) => {
  await page.goto(app);
  await page.getByLabel('Key').fill(mock.mint().credential);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('listitem')).toHaveText(['Bellis perennis']);
  expect(mock.journal().at(-1)).toMatchObject({ operation: 'listSpecimens', status: 200 });
});

test('the page says that a key was revoked', async ({ page, mock }) => {
  await page.goto(app);
  await page.getByLabel('Key').fill(mock.mint({ state: 'revoked' }).credential);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('alert')).toHaveText('This key is not accepted');
});
