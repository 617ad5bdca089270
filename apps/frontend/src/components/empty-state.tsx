import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  title: string;
  /** When something appears here. */
  children: ReactNode;
  /** What makes it appear. */
  action?: ReactNode;
}

export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <div className={styles.empty}>
    <h2>{title}</h2>
    <p>{children}</p>
    {action}
  </div>
);
