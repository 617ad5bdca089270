'use client';

import type { CommandView } from '@signalbox/shared/http/command-view';
import type { CommandError } from '@signalbox/shared/errors/command-error';
import { ButtonGroup, ButtonLink } from '../../../components/button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { JsonView } from '../../../components/json-view.tsx';
import { t } from '../../../messages/index.ts';
import styles from './result-panel.module.css';

const words = t.result;

const ErrorPanel = ({ error, view }: { error: CommandError; view: CommandView }) => (
  <section className={styles.error} aria-label={words.error}>
    <div className={styles.code}>{error.code}</div>
    <p className={styles.message}>{error.message}</p>
    <p className={styles.next}>{error.retryable ? words.nextRetryable(view.attempt) : words.nextFinal}</p>
    <ButtonGroup>
      <ButtonLink href={`/commands/new?from=${view.id}`}>{words.editAndRun}</ButtonLink>
      <CopyButton
        label={words.copyError}
        read={() => JSON.stringify({ id: view.id, name: view.name, error }, undefined, 2)}
      />
    </ButtonGroup>
    {error.stack !== undefined && (
      <details className={styles.stack}>
        <summary>{words.stack}</summary>
        <pre>{error.stack}</pre>
      </details>
    )}
    {error.details !== undefined && <JsonView value={error.details} label={words.details} />}
  </section>
);

const emptyTexts = {
  completed: words.noneText,
  canceled: words.canceledText,
} as const;

/** What came of the command: its result, its error, or when to expect either. */
export const ResultPanel = ({ view }: { view: CommandView }) => {
  if (view.status === 'failed' && view.error !== undefined)
    return <ErrorPanel error={view.error} view={view} />;
  if (view.result !== undefined) return <JsonView value={view.result} label={words.title} />;
  const ended =
    view.status === 'completed' || view.status === 'canceled' ? emptyTexts[view.status] : undefined;
  return (
    <EmptyState title={ended === undefined ? words.notYet : words.none}>
      {ended ?? words.notYetText}
    </EmptyState>
  );
};
