import type { ReactNode } from 'react';
import type { QuantityPart } from '../../lib/format.ts';
import { Bone } from '../../components/skeleton.tsx';
import { t } from '../../messages/index.ts';
import styles from './figure.module.css';

interface FigureProps {
  label: string;
  /** Undefined while it loads, empty if nothing is known. */
  value: readonly QuantityPart[] | undefined;
  /** What the value is to be compared with. */
  sub: string | undefined;
  /** The chart. */
  children: ReactNode;
}

const Value = ({ value }: Pick<FigureProps, 'value'>) => {
  if (value === undefined) return <Bone width={72} />;
  if (value.length === 0) return <span className={styles.none}>{t.none}</span>;
  return value.map(({ value: number, unit }) => (
    <span key={unit}>
      {number} {unit !== '' && <small>{unit}</small>}
    </span>
  ));
};

/** A number of now with its unit, what to compare it with, and its last hour. */
export const Figure = ({ label, value, sub, children }: FigureProps) => (
  <div className={styles.figure}>
    <h3 className={styles.label}>{label}</h3>
    <div className={styles.value}>
      <Value value={value} />
      {sub !== undefined && <small className={styles.sub}>{sub}</small>}
    </div>
    {children}
  </div>
);

export const FigureRow = ({ label, children }: { label: string; children: ReactNode }) => (
  <section className={styles.figures} aria-label={label}>
    {children}
  </section>
);
