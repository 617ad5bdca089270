'use client';

import Link from 'next/link';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import { Select } from '../../../components/select.tsx';
import { t } from '../../../messages/index.ts';
import styles from './command-picker.module.css';

interface CommandPickerProps {
  entries: readonly CatalogEntry[];
  current: string | undefined;
  onPick: (name: string) => void;
}

/** All commands of the catalog: a list beside the form, or one control above it on a phone. */
export const CommandPicker = ({ entries, current, onPick }: CommandPickerProps) => (
  <>
    <nav className="wideOnly" aria-label={t.form.commands}>
      <ul className={styles.list}>
        {entries.map(({ name, title }) => (
          <li key={name}>
            <Link
              href={`/commands/new?name=${encodeURIComponent(name)}`}
              replace
              aria-current={name === current ? 'true' : undefined}
            >
              <span className="strong">{name}</span>
              <span className={styles.title}>{title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
    <div className="narrowOnly">
      <Select
        isWide
        aria-label={t.form.command}
        value={current ?? ''}
        choices={entries.map(({ name, title }) => ({ value: name, label: `${name}: ${title}` }))}
        onSelect={onPick}
      />
    </div>
  </>
);
