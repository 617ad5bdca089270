import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';
import styles from './select.module.css';

interface Choice {
  value: string;
  label: string;
}

interface SelectProps extends Omit<
  ComponentProps<'select'>,
  'className' | 'children' | 'onChange' | 'onSelect'
> {
  choices: readonly Choice[];
  onSelect: (value: string) => void;
  isWide?: boolean;
}

/** The platform's own list of choices, in the console's dress. */
export const Select = ({ choices, onSelect, isWide = false, ...rest }: SelectProps) => (
  <span className={`${styles.frame} ${isWide ? styles.wide : ''}`}>
    <select {...rest} className={styles.select} onChange={(event) => onSelect(event.target.value)}>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
    <Icon name="down" />
  </span>
);
