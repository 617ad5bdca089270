import { expect, test } from 'vitest';
import { toConfigFile } from './config-file.ts';

test('listens on loopback alone and keeps its streams in the data folder', () => {
  const text = toConfigFile({ port: 4242, monitorPort: undefined, storeDir: '/data/with "quotes"/nats' });
  expect(text).toContain('listen: "127.0.0.1:4242"');
  expect(text).toContain('store_dir: "/data/with \\"quotes\\"/nats"');
  expect(text).not.toContain('http:');
});

test('answers HTTP only where asked to', () => {
  expect(toConfigFile({ port: 1, monitorPort: 8222, storeDir: '/data' })).toContain('http: "127.0.0.1:8222"');
});
