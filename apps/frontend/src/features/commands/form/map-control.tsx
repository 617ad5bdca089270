'use client';

import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { t } from '../../../messages/index.ts';
import styles from './field-control.module.css';
import type { MapRow } from './form-values.ts';

interface MapControlProps {
  label: string;
  rows: readonly MapRow[];
  onChange: (rows: MapRow[]) => void;
}

const words = t.form;

/** Names with values, a row each. */
export const MapControl = ({ label, rows, onChange }: MapControlProps) => {
  const replace = (index: number, change: Partial<MapRow>): void =>
    onChange(rows.map((row, place) => (place === index ? { ...row, ...change } : row)));
  return (
    <fieldset aria-label={label}>
      {rows.length > 0 && (
        <div className={styles.rows}>
          {[...rows.entries()].map(([index, row]) => (
            <div key={index} className={styles.row}>
              <input
                className={`${styles.input} ${styles.code}`}
                aria-label={words.mapName(label, index + 1)}
                placeholder={words.name}
                value={row.name}
                onChange={(event) => replace(index, { name: event.target.value })}
              />
              <input
                className={`${styles.input} ${styles.code}`}
                aria-label={words.mapValue(label, index + 1)}
                placeholder={words.value}
                value={row.value}
                onChange={(event) => replace(index, { value: event.target.value })}
              />
              <button
                type="button"
                className={styles.remove}
                aria-label={words.removeRow(label, index + 1)}
                onClick={() => onChange(rows.filter((_, place) => place !== index))}
              >
                <Icon name="close" />
              </button>
            </div>
          ))}
        </div>
      )}
      <Button isSmall onClick={() => onChange([...rows, { name: '', value: '' }])}>
        <Icon name="plus" />
        {words.addRow}
      </Button>
    </fieldset>
  );
};
