import type { Metadata, Viewport } from 'next';
import { Suspense, type ReactNode } from 'react';
import { Shell } from '../components/shell/shell.tsx';
import { Providers } from '../lib/providers.tsx';
import { t } from '../messages/index.ts';
import '../styles/tokens.css';
import '../styles/base.css';

export const metadata: Metadata = {
  // The framework sets the title again after a page has; each page names its own.
  title: { default: t.shell.product, template: `%s · ${t.shell.product}` },
  description: t.shell.description,
  icons: { icon: '/icon.svg' },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

const RootLayout = ({ children }: { children: ReactNode }) => (
  <html lang={t.language} suppressHydrationWarning>
    <head>
      {/* Not deferred: it sets the theme before anything is painted. */}
      <script src="/theme.js" />
    </head>
    <body>
      <Providers>
        <Shell>
          {/* Pages read the URL's query, which is only known in the browser. */}
          <Suspense>{children}</Suspense>
        </Shell>
      </Providers>
    </body>
  </html>
);

export default RootLayout;
