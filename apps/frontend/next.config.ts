import path from 'node:path';
import type { NextConfig } from 'next';

process.env['NEXT_TELEMETRY_DISABLED'] = '1';

const config: NextConfig = {
  transpilePackages: ['@signalbox/client', '@signalbox/shared'],
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run types` checks the types of the whole repository; a start on a bare machine need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
