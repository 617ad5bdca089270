import type { ServerResponse } from 'node:http';

/** Next passes the page's data in inline scripts, so these stay allowed; nothing is ever loaded from elsewhere. */
const policy = (isDev: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${isDev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

export const setSecurityHeaders = (response: ServerResponse, isDev: boolean): void => {
  response.setHeader('content-security-policy', policy(isDev));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
};
