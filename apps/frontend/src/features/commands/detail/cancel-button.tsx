'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { CommandView } from '@signalbox/shared/http/command-view';
import { Button, ButtonGroup } from '../../../components/button.tsx';
import { explain, Notice } from '../../../components/notice.tsx';
import { postJson } from '../../../lib/api-client.ts';
import { t } from '../../../messages/index.ts';
import { viewKey } from '../queries.ts';
import styles from './cancel-button.module.css';
import dialogStyles from '../../../components/dialog.module.css';

const maxReasonLength = 500;

/** Cancels a command that has not ended, after asking. */
export const CancelButton = ({ view }: { view: CommandView }) => {
  const client = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [reason, setReason] = useState('');
  const cancel = useMutation({
    mutationFn: () =>
      postJson<CommandView>(`/v1/commands/${view.id}/cancel`, reason === '' ? {} : { reason }),
    onSuccess: () => dialog.current?.close(),
    // Whatever came of it, the command may stand otherwise than shown.
    onSettled: () => client.invalidateQueries({ queryKey: viewKey(view.id) }),
  });
  return (
    <>
      <Button disabled={cancel.isSuccess} onClick={() => dialog.current?.showModal()}>
        {cancel.isSuccess ? t.command.canceling : t.command.cancel}
      </Button>
      <dialog ref={dialog} className={dialogStyles.dialog} aria-labelledby={titleId} closedby="any">
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            cancel.mutate();
          }}
        >
          <div>
            <h2 id={titleId}>{t.command.cancelTitle(view.name)}</h2>
            <p className="soft">{t.command.cancelText}</p>
          </div>
          <label className={styles.reason}>
            {t.command.cancelReason}
            <input
              value={reason}
              maxLength={maxReasonLength}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
          {cancel.error !== null && <Notice tone="bad">{explain(cancel.error)}</Notice>}
          <ButtonGroup>
            <Button type="submit" look="ink" disabled={cancel.isPending}>
              {t.command.cancel}
            </Button>
            <Button onClick={() => dialog.current?.close()}>{t.command.keep}</Button>
          </ButtonGroup>
        </form>
      </dialog>
    </>
  );
};
