import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SupervisedSystem } from '../harness/supervised-system.ts';
import { findChromium } from './find-chromium.ts';

let system: SupervisedSystem;
let browser: Browser;

beforeAll(async () => {
  system = await SupervisedSystem.create();
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.[Symbol.asyncDispose]();
});

test('submit, watch and see it completed, without a reload', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${system.consoleUrl}/commands/new?name=text.process`);
  await page.getByLabel(/^text/i).first().fill('watched from the first word to the last');
  await page.getByRole('button', { name: /^(run|submit)/i }).click();
  await page.waitForURL(/\/commands\/[0-9A-Z]{26}$/);
  await page.getByText('Completed').first().waitFor();
  expect(errors).toEqual([]);
  await page.close();
});

test('a command submitted elsewhere appears in the list by itself', async () => {
  const page = await browser.newPage();
  await page.goto(`${system.consoleUrl}/commands`);
  await page.locator('main a', { hasText: 'text.process' }).first().waitFor();
  await fetch(`${system.apiUrl}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'data.analyze', input: { numbers: [1, 2] } }),
  });
  await page.locator('main a', { hasText: 'data.analyze' }).first().waitFor();
  expect(await page.locator('main a', { hasText: 'text.process' }).count()).toBeGreaterThan(0);
  await page.close();
});

test('the overview says how the whole system is', async () => {
  const page = await browser.newPage();
  await page.goto(system.consoleUrl);
  await page.getByText('All well').first().waitFor({ timeout: 60_000 });
  for (const name of ['api', 'worker', 'recorder', 'nats', 'surrealdb']) {
    expect(await page.getByRole('main').getByText(name, { exact: true }).count()).toBeGreaterThan(0);
  }
  await page.close();
});
