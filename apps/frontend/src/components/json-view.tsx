'use client';

import { useMemo, useState } from 'react';
import { formatCount } from '../lib/format.ts';
import { t } from '../messages/index.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import styles from './json-view.module.css';

/** More than this is drawn only when asked for, so that a large result does not stop the page. */
const mostCharacters = 20_000;

const keyPattern = /^(\s*)("(?:[^"\\]|\\.)*"):/;

const Line = ({ text }: { text: string }) => {
  const match = keyPattern.exec(text);
  if (match === null) return <>{text}</>;
  const [all, indent, key] = match;
  return (
    <>
      {indent}
      <span className={styles.key}>{key}</span>:{text.slice(all.length)}
    </>
  );
};

const toLines = (text: string) => text.split('\n').map((content, number) => ({ number, content }));

/** A value as indented JSON with quiet keys. */
export const JsonView = ({ value, label }: { value: unknown; label: string }) => {
  const [isWhole, setIsWhole] = useState(false);
  const text = useMemo(() => JSON.stringify(value, undefined, 2) ?? '', [value]);
  const isCut = !isWhole && text.length > mostCharacters;
  const lines = useMemo(() => toLines(isCut ? text.slice(0, mostCharacters) : text), [text, isCut]);
  return (
    <div className={styles.frame}>
      <pre className={styles.code} aria-label={label}>
        {lines.map(({ number, content }) => (
          <span key={number}>
            <Line text={content} />
            {'\n'}
          </span>
        ))}
      </pre>
      <div className={styles.copy}>
        <CopyButton label={t.copy.copy} look="quiet" isSmall read={() => text} />
      </div>
      {isCut && (
        <Button isSmall look="quiet" onClick={() => setIsWhole(true)}>
          {t.json.showAll(formatCount(text.length))}
        </Button>
      )}
    </div>
  );
};
