import { expect, test } from 'vitest';
import { readTarFile } from './tar.ts';

const toEntry = (path: string, content: string): Buffer => {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
};

const archive = Buffer.concat([
  toEntry('nats-server-v2/README.md', 'r'.repeat(700)),
  toEntry('nats-server-v2/nats-server', 'binary'),
  Buffer.alloc(1024),
]);

test('finds a file behind others', () => {
  expect(Buffer.from(readTarFile(archive, 'nats-server')).toString()).toBe('binary');
});

test('does not take a file whose name only ends alike', () => {
  expect(() => readTarFile(archive, 'server')).toThrow('the archive holds no server');
});

test('an archive that was cut off is an error', () => {
  const cut = archive.subarray(0, archive.indexOf('binary') + 3);
  expect(() => readTarFile(cut, 'nats-server')).toThrow('the archive ends early');
});
