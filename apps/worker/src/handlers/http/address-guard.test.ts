import { expect, test } from 'vitest';
import { assertAllowedAddress } from './address-guard.ts';

const isAllowed = (url: string, allowPrivate = false): Promise<boolean> =>
  assertAllowedAddress(new URL(url), allowPrivate).then(
    () => true,
    () => false,
  );

test.each([
  'http://127.0.0.1/',
  'http://localhost/',
  'http://10.1.2.3/',
  'http://172.20.0.1/',
  'http://192.168.1.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[fd12::1]/',
  'http://0.0.0.0/',
])('%s is no public address', async (url) => {
  expect(await isAllowed(url)).toBe(false);
  expect(await isAllowed(url, true)).toBe(true);
});

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:169.254.169.254]/',
  'http://[fe80::1]/',
])('%s is refused whatever the setting', async (url) => {
  expect(await isAllowed(url, true)).toBe(false);
});

test.each(['http://93.184.215.14/', 'http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/'])(
  '%s is public',
  async (url) => {
    expect(await isAllowed(url)).toBe(true);
  },
);
