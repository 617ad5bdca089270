'use client';

import Link from 'next/link';
import { useEffect, type ReactNode } from 'react';
import type { StreamState } from '../../lib/live/event-stream.ts';
import { t } from '../../messages/index.ts';
import { LiveMark } from './live-mark.tsx';
import styles from './page-bar.module.css';
import { ThemeToggle } from './theme-toggle.tsx';

interface PageBarProps {
  title: string;
  /** What the browser's tab says, if more than the title. */
  documentTitle?: string | undefined;
  parent?: { href: string; label: string };
  live?: StreamState;
  children?: ReactNode;
}

export const PageBar = ({ title, documentTitle = title, parent, live, children }: PageBarProps) => {
  useEffect(() => {
    document.title = `${documentTitle} · ${t.shell.product}`;
  }, [documentTitle]);
  return (
    <header className={styles.bar}>
      <h1>
        {parent !== undefined && (
          <span className={styles.parent}>
            <Link href={parent.href}>{parent.label}</Link>
            {' / '}
          </span>
        )}
        {title}
      </h1>
      <div className={styles.end}>
        {children}
        {live !== undefined && <LiveMark state={live} />}
        <span className="narrowOnly">
          <ThemeToggle />
        </span>
      </div>
    </header>
  );
};
