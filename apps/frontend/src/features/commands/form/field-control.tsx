'use client';

import { useId, type ComponentProps } from 'react';
import { Select } from '../../../components/select.tsx';
import { formatCount } from '../../../lib/format.ts';
import { t } from '../../../messages/index.ts';
import styles from './field-control.module.css';
import type { MapRow, RawValue } from './form-values.ts';
import { MapControl } from './map-control.tsx';
import type { Field } from './schema-fields.ts';

const words = t.form;

interface FieldControlProps {
  field: Field;
  value: RawValue;
  problem: string | undefined;
  onChange: (value: RawValue) => void;
}

interface ControlProps {
  field: Field;
  text: string;
  onText: (text: string) => void;
  aria: Pick<ComponentProps<'input'>, 'id' | 'aria-invalid' | 'aria-describedby' | 'required'>;
}

const describeLimits = ({ kind, least, most, itemKind }: Field): string | undefined => {
  const range = words.range(
    least === undefined ? undefined : formatCount(least),
    most === undefined ? undefined : formatCount(most),
  );
  if (kind === 'list') {
    const form = words.listForm(itemKind);
    return range === undefined ? form : `${form}, ${words.items(range)}`;
  }
  if (range === undefined) return undefined;
  return kind === 'text' || kind === 'longText' || kind === 'url' ? words.characters(range) : range;
};

const describeDefault = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'object' ? undefined : words.default(JSON.stringify(value));

const describe = (field: Field): string =>
  [
    field.description?.replace(/\.$/, ''),
    describeLimits(field),
    field.kind === 'choice' ? undefined : describeDefault(field.defaultValue),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');

const ChoiceControl = ({ field, text, onText, aria }: ControlProps) => {
  const values = field.kind === 'flag' ? ['true', 'false'] : field.choices;
  const isOpen = !field.isRequired && field.defaultValue === undefined;
  const choices = values.map((value) => ({
    value,
    label: value === field.defaultValue ? words.choiceDefault(value) : value,
  }));
  return (
    <Select
      {...aria}
      value={text}
      choices={isOpen ? [{ value: '', label: words.inherit }, ...choices] : choices}
      onSelect={onText}
    />
  );
};

const FlagControl = (props: ControlProps) => {
  const { field, text, onText, aria } = props;
  if (!field.isRequired && field.defaultValue === undefined) return <ChoiceControl {...props} />;
  return (
    <span className={styles.check}>
      <input
        {...aria}
        type="checkbox"
        required={false}
        checked={text === 'true'}
        onChange={(event) => onText(String(event.target.checked))}
      />
    </span>
  );
};

const isMultiline = ({ kind }: Field): boolean => kind === 'longText' || kind === 'list' || kind === 'json';

const inputModes = { number: 'decimal', integer: 'numeric', url: 'url' } as const;

const TextControl = ({ field, text, onText, aria }: ControlProps) => {
  const isCode = field.kind === 'json' || field.kind === 'list';
  const className = `${styles.input} ${isCode ? styles.code : ''}`;
  if (isMultiline(field)) {
    return (
      <textarea
        {...aria}
        className={className}
        rows={3}
        spellCheck={!isCode}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    );
  }
  const isNumber = field.kind === 'number' || field.kind === 'integer';
  const inputMode =
    field.kind === 'number' || field.kind === 'integer' || field.kind === 'url'
      ? inputModes[field.kind]
      : 'text';
  return (
    <input
      {...aria}
      className={`${className} ${isNumber ? styles.short : ''}`}
      inputMode={inputMode}
      autoComplete="off"
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
};

const Control = (props: ControlProps) => {
  if (props.field.kind === 'choice') return <ChoiceControl {...props} />;
  return props.field.kind === 'flag' ? <FlagControl {...props} /> : <TextControl {...props} />;
};

/** One property of an input: its name, a control that suits its kind, its rules, and what is wrong with it. */
export const FieldControl = ({ field, value, problem, onChange }: FieldControlProps) => {
  const id = useId();
  const hint = describe(field);
  const aria = {
    id,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-hint ${id}-problem`,
    required: field.isRequired && field.kind !== 'longText' && field.kind !== 'text',
  };
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        {field.kind === 'map' ? (
          <span className="mono strong">{field.name}</span>
        ) : (
          <label htmlFor={id}>{field.name}</label>
        )}
        {!field.isRequired && <span className={styles.optional}>{words.optional}</span>}
      </div>
      {field.kind === 'map' ? (
        <MapControl
          label={field.name}
          rows={Array.isArray(value) ? value : []}
          onChange={(rows: MapRow[]) => onChange(rows)}
        />
      ) : (
        <Control field={field} text={typeof value === 'string' ? value : ''} onText={onChange} aria={aria} />
      )}
      {problem !== undefined && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {hint !== '' && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
