import type { ReactNode } from 'react';
import styles from './section-head.module.css';

interface SectionHeadProps {
  title: string;
  note?: string | undefined;
  end?: ReactNode;
}

export const SectionHead = ({ title, note, end }: SectionHeadProps) => (
  <div className={styles.head}>
    <h2>{title}</h2>
    {note !== undefined && <span className={styles.note}>{note}</span>}
    {end !== undefined && <span className={styles.end}>{end}</span>}
  </div>
);
