import { expect, test } from 'vitest';
import { isSupportedServer } from './server-version.ts';

test.each(['2.9.10', '2.9.11', '2.10.0', '2.14.3', '3.0.0', '2.12.0-preview.1'])(
  '%s is supported',
  (version) => {
    expect(isSupportedServer(version)).toBe(true);
  },
);

test.each(['2.9.9', '2.8.20', '1.99.99', ''])('"%s" is refused', (version) => {
  expect(isSupportedServer(version)).toBe(false);
});
