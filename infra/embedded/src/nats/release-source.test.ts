import { expect, test } from 'vitest';
import { findChecksum, toAssetName } from './release-source.ts';
import { pinnedNatsVersion } from './version.ts';

test('the archive is named after platform and architecture', () => {
  expect(toAssetName('linux', 'x64')).toBe(`nats-server-v${pinnedNatsVersion}-linux-amd64.tar.gz`);
  expect(toAssetName('darwin', 'arm64')).toBe(`nats-server-v${pinnedNatsVersion}-darwin-arm64.tar.gz`);
});

test.each([
  ['win32', 'x64'],
  ['linux', 's390x'],
])('%s on %s has no archive', (platform, arch) => {
  expect(() => toAssetName(platform, arch)).toThrow(`no archive is known for ${platform} on ${arch}`);
});

const checksum = 'ab'.repeat(32);

test('the checksum is the one of the whole name', () => {
  const sums = `${'cd'.repeat(32)}  a.tar.gz.sbom\n${checksum.toUpperCase()}  a.tar.gz\n`;
  expect(findChecksum(sums, 'a.tar.gz')).toBe(checksum);
});

test('a list without the name, or with something else for a checksum, is an error', () => {
  expect(() => findChecksum(`${checksum}  b.tar.gz\n`, 'a.tar.gz')).toThrow('no line for a.tar.gz');
  expect(() => findChecksum('<html>  a.tar.gz\n', 'a.tar.gz')).toThrow('no line for a.tar.gz');
});
