import { Icon, type IconName } from './icon.tsx';
import styles from './state-mark.module.css';
import type { Tone } from './tone.ts';

interface StateMarkProps {
  icon: IconName;
  tone: Tone;
  word: string;
  /** Calm states keep grey words. */
  isCalm: boolean;
  /** Only for the one thing a page is about. */
  isTurning?: boolean;
}

/** A state as icon and word; colour alone never tells it. */
export const StateMark = ({ icon, tone, word, isCalm, isTurning = false }: StateMarkProps) => (
  <span className={`${styles.state} ${isCalm ? styles.calm : ''}`} data-tone={tone}>
    <Icon name={icon} className={isTurning ? styles.turning : undefined} />
    <span className={styles.word}>{word}</span>
  </span>
);
