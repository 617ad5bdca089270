'use client';

import { Fragment, type RefObject } from 'react';
import { t } from '../../messages/index.ts';
import { Icon } from '../icon.tsx';
import dialogStyles from '../dialog.module.css';
import styles from './help-dialog.module.css';

export const HelpDialog = ({ ref }: { ref: RefObject<HTMLDialogElement | null> }) => (
  <dialog ref={ref} className={dialogStyles.dialog} aria-labelledby="help-title" closedby="any">
    <div className={styles.head}>
      <h2 id="help-title">{t.shell.shortcuts}</h2>
      <button
        type="button"
        className={styles.close}
        aria-label={t.shell.close}
        onClick={() => ref.current?.close()}
      >
        <Icon name="close" />
      </button>
    </div>
    <dl className={styles.list}>
      {t.shell.shortcutList.map(([keys, meaning]) => (
        <Fragment key={keys}>
          <dt>
            {keys.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </Fragment>
      ))}
    </dl>
  </dialog>
);
