import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';

interface Look {
  /** `ink` is the one main action of a view. */
  look?: 'plain' | 'ink' | 'quiet';
  isSmall?: boolean;
}

const toClassName = ({ look = 'plain', isSmall = false }: Look): string =>
  [styles.button, look === 'plain' ? '' : styles[look], isSmall ? styles.small : '']
    .filter(Boolean)
    .join(' ');

export const Button = ({ look, isSmall, ...rest }: Look & Omit<ComponentProps<'button'>, 'className'>) => (
  <button
    type="button"
    {...rest}
    className={toClassName({ ...(look && { look }), ...(isSmall && { isSmall }) })}
  />
);

export const ButtonLink = ({
  look,
  isSmall,
  ...rest
}: Look & Omit<ComponentProps<typeof Link>, 'className'>) => (
  <Link {...rest} className={toClassName({ ...(look && { look }), ...(isSmall && { isSmall }) })} />
);

export const ButtonGroup = ({ children }: { children: ReactNode }) => (
  <div className={styles.group}>{children}</div>
);
