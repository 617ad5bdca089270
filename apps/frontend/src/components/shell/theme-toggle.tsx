'use client';

import { t } from '../../messages/index.ts';
import { Icon } from '../icon.tsx';
import styles from './shell.module.css';

const storageKey = 'signalbox.theme';

const isDark = (): boolean => {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
};

const toggle = (): void => {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
};

export const ThemeToggle = () => (
  <button
    type="button"
    className={styles.tool}
    onClick={toggle}
    aria-label={t.shell.switchTheme}
    title={t.shell.switchTheme}
  >
    <Icon name="theme" />
  </button>
);
