import type { ReactNode } from 'react';
import { ApiProblem } from '@signalbox/client';
import { t } from '../messages/index.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './notice.module.css';

interface NoticeProps {
  tone: 'warn' | 'bad';
  children: ReactNode;
  action?: ReactNode;
}

/** A tinted line that says what is wrong here and offers what to do. */
export const Notice = ({ tone, children, action }: NoticeProps) => (
  <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
    <Icon name={tone === 'bad' ? 'failed' : 'degraded'} />
    <p>{children}</p>
    {action}
  </div>
);

/** An error as a person should read it. */
export const explain = (error: Error): string =>
  error instanceof ApiProblem ? error.problem.detail : t.errors.unexpected;

interface FailedPartProps {
  /** What could not be read or done, such as "Commands could not be read". */
  what: string;
  error: Error;
  retry: () => void;
}

/** Stands inside the part that failed; the rest of the page stays usable. */
export const FailedPart = ({ what, error, retry }: FailedPartProps) => (
  <Notice
    tone="bad"
    action={
      <Button isSmall onClick={retry}>
        {t.errors.retry}
      </Button>
    }
  >
    <span className="strong">{what}</span> {explain(error)}
  </Notice>
);
