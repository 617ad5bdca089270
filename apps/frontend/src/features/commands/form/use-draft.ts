'use client';

import { useState } from 'react';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import { parseJson, toInput, toRawValues, type RawValue, type RawValues } from './form-values.ts';
import { toFields } from './schema-fields.ts';

export type Mode = 'form' | 'json';

interface Draft {
  /** The form, or the whole input as JSON. */
  mode: Mode;
  raw: RawValues;
  json: string;
  options: RawValues;
}

/** What a form begins with. */
export interface Starting {
  input: unknown;
  options: RawValues;
}

const toJsonText = (input: unknown): string => JSON.stringify(input, undefined, 2);

const atInput = (problems: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(problems).map(([name, detail]) => [`input.${name}`, detail]));

/** A command while it is written: what the controls hold, as a form or as JSON. */
export const useDraft = (entry: CatalogEntry, starting: Starting) => {
  const fields = toFields(entry.inputSchema);
  const [draft, setDraft] = useState<Draft>(() => ({
    mode: fields === undefined ? 'json' : 'form',
    raw: toRawValues(fields ?? [], starting.input),
    json: toJsonText(starting.input),
    options: starting.options,
  }));

  const fill = (input: unknown, mode: Mode): void =>
    setDraft({ ...draft, mode, json: toJsonText(input), raw: toRawValues(fields ?? [], input) });

  /** The input as it stands; problems are by name of the control. */
  const readInput = (): { input: unknown; problems: Record<string, string> } => {
    if (draft.mode === 'form') {
      const { input, problems } = toInput(fields ?? [], draft.raw);
      return { input, problems: atInput(problems) };
    }
    const parsed = parseJson(draft.json);
    return 'problem' in parsed
      ? { input: undefined, problems: { json: parsed.problem } }
      : { input: parsed.value, problems: {} };
  };

  return {
    draft,
    fields,
    fill,
    readInput,
    setRaw: (name: string, value: RawValue): void =>
      setDraft({ ...draft, raw: { ...draft.raw, [name]: value } }),
    setJson: (json: string): void => setDraft({ ...draft, json }),
    setOption: (name: string, value: RawValue): void =>
      setDraft({ ...draft, options: { ...draft.options, [name]: value } }),
  };
};
