'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useRef, type ReactNode } from 'react';
import { version } from '@signalbox/shared/version';
import { t } from '../../messages/index.ts';
import { Icon } from '../icon.tsx';
import { BrandMark } from './brand.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { isCurrent, newCommandPage, pages, type PageLink } from './pages.ts';
import styles from './shell.module.css';
import { ThemeToggle } from './theme-toggle.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const NavLink = ({ page, className }: { page: PageLink; className?: string | undefined }) => (
  <Link
    href={page.href}
    className={className}
    aria-current={isCurrent(page, usePathname()) ? 'page' : undefined}
  >
    <Icon name={page.icon} />
    {page.label}
  </Link>
);

interface SideProps {
  search: () => void;
  showHelp: () => void;
}

const Side = ({ search, showHelp }: SideProps) => (
  <aside className={styles.side} aria-label={t.shell.navigation}>
    <div className={styles.brand}>
      <BrandMark />
      {t.shell.product}
    </div>
    <button type="button" className={styles.find} onClick={search}>
      <Icon name="search" />
      {t.shell.search}
      <kbd>/</kbd>
    </button>
    <nav aria-label={t.shell.pages}>
      <ul>
        {[...pages, newCommandPage].map((page) => (
          <li key={page.href}>
            <NavLink page={page} className={styles.link} />
          </li>
        ))}
      </ul>
    </nav>
    <div className={styles.foot}>
      {t.shell.product} {version}
      <div className={styles.tools}>
        <button
          type="button"
          className={styles.tool}
          onClick={showHelp}
          aria-label={t.shell.shortcuts}
          title={t.shell.shortcutsHint}
        >
          <Icon name="keyboard" />
        </button>
        <ThemeToggle />
      </div>
    </div>
  </aside>
);

/** What stands around every page: navigation, the keys, a way past both. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const help = useRef<HTMLDialogElement>(null);
  const showHelp = () => help.current?.showModal();
  const search = useShortcuts({ showHelp });
  const phonePages = [...pages.slice(0, 2), newCommandPage, ...pages.slice(2)];
  return (
    <>
      <a className={styles.skip} href="#main">
        {t.shell.skip}
      </a>
      <div className={styles.app}>
        <Side search={search} showHelp={showHelp} />
        <main className={styles.main} id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <nav className={styles.tabbar} aria-label={t.shell.pages}>
        {phonePages.map((page) => (
          <NavLink key={page.href} page={{ ...page, label: page.shortLabel ?? page.label }} />
        ))}
      </nav>
      <HelpDialog ref={help} />
    </>
  );
};
