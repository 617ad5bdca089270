import { expect, test } from 'vitest';
import { resolvePublicApiUrl } from './public-api-url.ts';

const config = { internalApiUrl: new URL('http://127.0.0.1:5055'), publicApiUrl: undefined };
const resolve = (host?: string, forwardedProto?: string) =>
  resolvePublicApiUrl(config, { host, forwardedProto, scheme: 'http' });

test('A configured address wins over everything', () => {
  const configured = { ...config, publicApiUrl: 'https://api.example.org' };
  expect(resolvePublicApiUrl(configured, { host: 'x', forwardedProto: 'http', scheme: 'http' })).toBe(
    'https://api.example.org',
  );
});

test.each([
  ['console.example.org:8502', undefined, 'http://console.example.org:5055'],
  ['console.example.org', 'https', 'https://console.example.org:5055'],
  ['console.example.org', 'https, http', 'https://console.example.org:5055'],
  ['console.example.org', 'javascript', 'http://console.example.org:5055'],
  ['10.0.0.7:80', undefined, 'http://10.0.0.7:5055'],
  ['[::1]:8502', undefined, 'http://[::1]:5055'],
  ['evil.example/path?x=', undefined, 'http://localhost:5055'],
  ['user@evil.example', undefined, 'http://localhost:5055'],
  ['a'.repeat(254), undefined, 'http://localhost:5055'],
  ['', undefined, 'http://localhost:5055'],
  [undefined, undefined, 'http://localhost:5055'],
])('Host %s with protocol %s gives %s', (host, proto, url) => {
  expect(resolve(host, proto)).toBe(url);
});

test('The port follows the API of this run', () => {
  const moved = { ...config, internalApiUrl: new URL('http://127.0.0.1:5061') };
  expect(resolvePublicApiUrl(moved, { host: 'h:1', forwardedProto: undefined, scheme: 'https' })).toBe(
    'https://h:5061',
  );
});
