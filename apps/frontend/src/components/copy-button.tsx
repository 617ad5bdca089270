'use client';

import { useEffect, useState } from 'react';
import { copyText } from '../lib/clipboard.ts';
import { t } from '../messages/index.ts';
import { Button } from './button.tsx';

interface CopyButtonProps {
  label: string;
  /** Gives the text when it is asked for. */
  read: () => string | Promise<string>;
  look?: 'plain' | 'quiet';
  isSmall?: boolean;
}

const shownMs = 1_600;

/** Copies, and says on itself that it has. */
export const CopyButton = ({ label, read, look = 'plain', isSmall = false }: CopyButtonProps) => {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => {
    try {
      await copyText(await read());
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };

  return (
    <Button look={look} isSmall={isSmall} onClick={() => void copy()}>
      <span aria-live="polite">{outcome === undefined ? label : t.copy[outcome]}</span>
    </Button>
  );
};
