import { t } from '../../messages/index.ts';
import type { IconName } from '../icon.tsx';

export interface PageLink {
  href: string;
  icon: IconName;
  label: string;
  /** For the bar of a phone, where room is short. */
  shortLabel?: string;
}

export const pages: readonly PageLink[] = [
  { href: '/', icon: 'overview', label: t.pages.overview },
  { href: '/commands', icon: 'commands', label: t.pages.commands },
  { href: '/services', icon: 'services', label: t.pages.services },
];

export const newCommandPage: PageLink = {
  href: '/commands/new',
  icon: 'plus',
  label: t.pages.newCommand,
  shortLabel: t.pages.newShort,
};

/** True if the page, or one below it, is shown. */
export const isCurrent = ({ href }: PageLink, path: string): boolean =>
  href === '/'
    ? path === '/'
    : (path === href || path.startsWith(`${href}/`)) &&
      !(href === '/commands' && path === newCommandPage.href);
