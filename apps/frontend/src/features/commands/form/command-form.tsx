'use client';

import { useEffect, useRef, type SubmitEvent } from 'react';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import { Button } from '../../../components/button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { formatLimit } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import styles from './command-form.module.css';
import { FieldControl } from './field-control.tsx';
import { FillButtons } from './fill-buttons.tsx';
import type { RawValues } from './form-values.ts';
import { useSubmission } from './use-submission.ts';

const words = t.form;

type Submission = ReturnType<typeof useSubmission>;

const InputPart = ({ submission }: { submission: Submission }) => {
  const { draft, fields = [], problems, setRaw, setJson } = submission;
  if (draft.mode === 'json') {
    const problem = problems.byField['json'];
    return (
      <>
        <textarea
          className={styles.json}
          aria-label={words.inputJson}
          aria-invalid={problem !== undefined}
          spellCheck={false}
          value={draft.json}
          onChange={(event) => setJson(event.target.value)}
        />
        {problem !== undefined && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
      </>
    );
  }
  if (fields.length === 0) return <p className={styles.nothing}>{words.noInput}</p>;
  return fields.map((field) => (
    <FieldControl
      key={field.name}
      field={field}
      value={draft.raw[field.name] ?? ''}
      problem={problems.byField[`input.${field.name}`]}
      onChange={(value) => setRaw(field.name, value)}
    />
  ));
};

const Modes = ({ submission }: { submission: Submission }) => (
  <fieldset className={styles.modes} aria-label={words.mode}>
    {(['form', 'json'] as const).map((mode) => (
      <button
        key={mode}
        type="button"
        aria-pressed={submission.draft.mode === mode}
        onClick={() => submission.setMode(mode)}
      >
        {words.modes[mode]}
      </button>
    ))}
  </fieldset>
);

const Options = ({ submission }: { submission: Submission }) => {
  const { optionFields, draft, problems, setOption } = submission;
  const isSet = optionFields.some(
    ({ name }) => (draft.options[name] ?? '') !== '' || problems.byField[name] !== undefined,
  );
  return (
    <details className={styles.options} open={isSet || undefined}>
      <summary>
        {words.options}
        <span>{words.optionsNote}</span>
      </summary>
      <div className={styles.grid}>
        {optionFields.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            value={draft.options[field.name] ?? ''}
            problem={problems.byField[field.name]}
            onChange={(value) => setOption(field.name, value)}
          />
        ))}
      </div>
    </details>
  );
};

interface CommandFormProps {
  entry: CatalogEntry;
  input: unknown;
  options: RawValues;
}

/** Writes one command: its input from the schema or as JSON, its options, and what is wrong at the place where it is. */
export const CommandForm = ({ entry, input, options }: CommandFormProps) => {
  const submission = useSubmission(entry, { input, options });
  const form = useRef<HTMLFormElement>(null);
  const { problems, isPending, submit } = submission;
  useEffect(() => {
    if (Object.keys(problems.byField).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!isPending) submit();
  };
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate aria-label={entry.title}>
      <div className={styles.head}>
        <h2>{entry.title}</h2>
        <p>{entry.description}</p>
        <p className={styles.meta}>{words.meta(entry.name, entry.queue, formatLimit(entry.timeoutMs))}</p>
      </div>
      <FillButtons entry={entry} onFill={submission.setInput} />
      <div className={styles.bar}>
        <h3>{words.input}</h3>
        {submission.fields !== undefined && <Modes submission={submission} />}
      </div>
      <InputPart submission={submission} />
      <Options submission={submission} />
      {problems.others.map((problem) => (
        <Notice key={problem} tone="bad">
          <span className="strong">{words.notAccepted}</span> {problem}
        </Notice>
      ))}
      <div className={styles.submit}>
        <Button type="submit" look="ink" disabled={isPending}>
          {words.run(entry.name)}
        </Button>
        <span>{words.runNote}</span>
      </div>
    </form>
  );
};
