'use client';

import { useSyncExternalStore } from 'react';
import type { CatalogEntry } from '@signalbox/shared/commands/catalog';
import { Button } from '../../../components/button.tsx';
import { t } from '../../../messages/index.ts';
import { summarize } from '../summarize.ts';
import styles from './command-form.module.css';
import { readRecent } from './recent-inputs.ts';

const words = t.form;

interface FillButtonsProps {
  entry: CatalogEntry;
  onFill: (input: unknown) => void;
}

const subscribeNever = () => () => undefined;

/** Reads what this browser keeps; on the server there is nothing to read. */
const useRecent = (name: string): unknown[] => {
  const isBrowser = useSyncExternalStore(
    subscribeNever,
    () => true,
    () => false,
  );
  return isBrowser ? readRecent(localStorage, name) : [];
};

/** Inputs to begin with: the examples of the definition, and what was submitted last. */
export const FillButtons = ({ entry, onFill }: FillButtonsProps) => {
  const recent = useRecent(entry.name).filter((input) => summarize(input) !== '');
  const examples = entry.examples.filter(({ input }) => summarize(input) !== '');
  return (
    <>
      {examples.length > 0 && (
        <fieldset className={styles.fills} aria-label={words.examples}>
          <span aria-hidden="true">{words.examples}</span>
          {examples.map(({ title, input }) => (
            <Button key={title} isSmall onClick={() => onFill(input)}>
              {title}
            </Button>
          ))}
        </fieldset>
      )}
      {recent.length > 0 && (
        <fieldset className={styles.fills} aria-label={words.recent}>
          <span aria-hidden="true">{words.recent}</span>
          {recent.map((input) => (
            <Button
              key={JSON.stringify(input)}
              isSmall
              title={JSON.stringify(input, undefined, 2)}
              onClick={() => onFill(input)}
            >
              <span className="cut">{summarize(input)}</span>
            </Button>
          ))}
        </fieldset>
      )}
    </>
  );
};
